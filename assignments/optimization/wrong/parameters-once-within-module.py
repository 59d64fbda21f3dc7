#: title = "collect_parameters: once within a module, not across modules"
#: lose = ["q3-once"]

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        found = []
        for thing in vars(self).values():
            for one in thing if isinstance(thing, list) else [thing]:
                if isinstance(one, Variable) and one not in found:
                    found.append(one)
                elif isinstance(one, Module):
                    found += one.collect_parameters()
        return found
