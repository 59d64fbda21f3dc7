#: title = "collect_parameters: lists are left out; plot_paths: contour lines, not filled"
#: lose = ["q3-parameters", "q5-paths"]
#: misconception = "picture-of-lines-alone"

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        found, seen, waiting = [], set(), [self]
        while waiting:
            thing = waiting.pop(0)
            if id(thing) in seen:
                continue
            seen.add(id(thing))
            if isinstance(thing, Variable):
                found.append(thing)
            elif isinstance(thing, Module):
                waiting += list(vars(thing).values())
        return found

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    X, Y = np.meshgrid(np.linspace(-3.0, 3.0, 61), np.linspace(-3.0, 3.0, 61))
    ax.contour(X, Y, z_func(X, Y))
    for run, path in enumerate(paths):
        ax.plot(path[:, 0], path[:, 1], "->", label=f"run {run}")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.legend()
