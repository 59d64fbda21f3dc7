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
        waiting = list(vars(self).values())
        while waiting:
            one = waiting.pop(0)
            if isinstance(one, Variable) and one not in found:
                found.append(one)
            elif isinstance(one, Module):
                found += one.collect_parameters()
            elif isinstance(one, list):
                waiting += one
        return found
