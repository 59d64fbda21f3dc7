#: title = "collect_parameters: one list for all modules, which grows"
#: lose = ["q3-once", "q3-parameters"]

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    found = []

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        for thing in vars(self).values():
            for one in thing if isinstance(thing, list) else [thing]:
                if isinstance(one, Variable) and one not in self.found:
                    self.found.append(one)
                elif isinstance(one, Module):
                    one.collect_parameters()
        return self.found
