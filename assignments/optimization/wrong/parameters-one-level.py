#: title = "collect_parameters: modules within modules, one level deep"
#: lose = ["q3-parameters"]
#: misconception = "parameters-one-level-deep"

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        found = []
        for thing in vars(self).values():
            if isinstance(thing, Variable):
                found.append(thing)
            elif isinstance(thing, Module):
                found += [inner for inner in vars(thing).values() if isinstance(inner, Variable)]
            elif isinstance(thing, list):
                found += [inner for inner in thing if isinstance(inner, Variable)]
                for inner in thing:
                    if isinstance(inner, Module):
                        found += [deep for deep in vars(inner).values() if isinstance(deep, Variable)]
        return list({id(parameter): parameter for parameter in found}.values())
