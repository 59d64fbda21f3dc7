#: title = "collect_parameters: by name, so that of two weights one remains"
#: lose = ["q3-parameters", "q3-once"]

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        found = {}

        def look(name, thing):
            if isinstance(thing, Variable):
                found[name] = thing
            elif isinstance(thing, Module):
                for inner_name, inner in vars(thing).items():
                    look(inner_name, inner)
            elif isinstance(thing, list):
                for i, inner in enumerate(thing):
                    look(str(i), inner)

        look("", self)
        return list(found.values())
