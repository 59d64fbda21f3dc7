#: title = "a set, in no order"

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        seen, stack = set(), [self]
        while stack:
            thing = stack.pop()
            if isinstance(thing, list):
                stack.extend(thing)
            elif isinstance(thing, (Variable, Module)) and thing not in seen:
                seen.add(thing)
                if isinstance(thing, Module):
                    stack.extend(thing.__dict__.values())
        return [thing for thing in seen if isinstance(thing, Variable)]
