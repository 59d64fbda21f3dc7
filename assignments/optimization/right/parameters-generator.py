#: title = "a generator walks, and a dict by id keeps each once"

# %% [q3-module-answer]
def everything_in(thing, open_modules=()):
    """Yield the variables in a module or a list, some of them more than once."""
    if isinstance(thing, Variable):
        yield thing
    elif isinstance(thing, Module):
        if id(thing) not in open_modules:
            for attribute in vars(thing).values():
                yield from everything_in(attribute, (*open_modules, id(thing)))
    elif isinstance(thing, list):
        for item in thing:
            yield from everything_in(item, open_modules)


class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        return list({id(parameter): parameter for parameter in everything_in(self)}.values())
