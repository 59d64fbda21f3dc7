#: title = "a dict with variables as keys, which keeps their order"

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        modules, parameters = {self: None}, {}

        def look(things):
            for thing in things:
                if isinstance(thing, Variable):
                    parameters.setdefault(thing)
                elif isinstance(thing, list):
                    look(thing)
                elif isinstance(thing, Module) and thing not in modules:
                    modules[thing] = None
                    look(vars(thing).values())

        look(vars(self).values())
        return [*parameters]
