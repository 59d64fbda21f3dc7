#: title = "collect_parameters: printed, nothing returned"
#: lose = ["q3-parameters", "q3-once", "q8-whole"]
#: misconception = "parameters-return-nothing"

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        found = []

        def look(thing):
            if isinstance(thing, Variable):
                if not any(thing is other for other in found):
                    found.append(thing)
            elif isinstance(thing, Module):
                for inner in vars(thing).values():
                    look(inner)
            elif isinstance(thing, list):
                for inner in thing:
                    look(inner)

        look(self)
        print(found)
