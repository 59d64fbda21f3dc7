#: title = "attributes by their names, modules before variables"

# %% [q3-module-answer]
class Inspected:
    """What a module is made of."""

    def parts(self):
        flat = []
        stack = [attribute for _, attribute in sorted(vars(self).items(), reverse=True)]
        while stack:
            part = stack.pop()
            if type(part) is list:
                stack.extend(part)
            else:
                flat.append(part)
        return flat

    def modules(self):
        found = [self]
        for module in found:  # the list grows while it is walked
            for part in module.parts():
                if isinstance(part, Inspected) and not any(part is other for other in found):
                    found.append(part)
        return found


class Module(Inspected):
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        parameters = []
        for module in self.modules():
            for part in module.parts():
                if isinstance(part, Variable) and not any(part is other for other in parameters):
                    parameters.append(part)
        return parameters
