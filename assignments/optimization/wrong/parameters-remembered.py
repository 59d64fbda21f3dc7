#: title = "collect_parameters: the first answer is kept for ever"
#: lose = ["q3-once"]

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        if "_parameters" not in vars(self):
            found = {}
            waiting = list(vars(self).values())
            while waiting:
                one = waiting.pop(0)
                if isinstance(one, Variable):
                    found[id(one)] = one
                elif isinstance(one, Module):
                    found.update((id(inner), inner) for inner in one.collect_parameters())
                elif isinstance(one, list):
                    waiting += one
            self._parameters = list(found.values())
        return self._parameters
