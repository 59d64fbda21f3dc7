#: title = "collect_parameters: attributes called weight and bias only"
#: lose = ["q3-parameters", "q3-once", "q8-whole"]

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        found = []
        for thing in [self] + list(vars(self).values()):
            for name in ("weight", "bias"):
                if hasattr(thing, name) and getattr(thing, name) not in found:
                    found.append(getattr(thing, name))
        return found
