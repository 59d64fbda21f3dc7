#: title = "collect_parameters: only the module's own variables"
#: lose = ["q3-parameters", "q3-once", "q8-whole"]
#: misconception = "parameters-without-modules"

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        return [thing for thing in vars(self).values() if isinstance(thing, Variable)]
