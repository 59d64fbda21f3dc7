#: title = "a method that calls itself, with what it has seen"

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self, seen=None):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        seen = set() if seen is None else seen
        if id(self) in seen:
            return []
        seen.add(id(self))
        return self._of_list(list(self.__dict__.values()), seen)

    def _of_list(self, things, seen):
        parameters = []
        for thing in things:
            if isinstance(thing, Variable) and id(thing) not in seen:
                seen.add(id(thing))
                parameters.append(thing)
            elif isinstance(thing, Module):
                parameters.extend(thing.collect_parameters(seen))
            elif isinstance(thing, list):
                parameters.extend(self._of_list(thing, seen))
        return parameters
