#: title = "backward does the whole computation again in a second engine with rules of its own"
#: lose = ["q5-tree", "q5-shared", "q5-edges"]
#: kinds = ["gradient", "raised", "type"]

# %% [q5-answer]
class Shadow:
    """A value of the second engine: a number and its derivative by one input."""

    def __init__(self, number, slope=0.0):
        self.number, self.slope = number, slope


RULES = {
    "_add": lambda a, b: Shadow(a.number + b.number, a.slope + b.slope),
    "_sub": lambda a, b: Shadow(a.number - b.number, a.slope - b.slope),
    "_mul": lambda a, b: Shadow(a.number * b.number, a.slope * b.number + a.number * b.slope),
    "_div": lambda a, b: Shadow(
        a.number / b.number, (a.slope - a.number / b.number * b.slope) / b.number
    ),
    "_neg": lambda a: Shadow(-a.number, -a.slope),
    "_exp": lambda a: Shadow(math.exp(a.number), math.exp(a.number) * a.slope),
    "_log": lambda a: Shadow(math.log(a.number), a.slope / a.number),
    "AutogradValue": lambda a: a,
}


def shadow(value, variable):
    """What a value is in the second engine."""
    if not isinstance(value, AutogradValue):
        return Shadow(value)
    if value is variable:
        return Shadow(value.value, 1.0)
    return RULES[type(value).__name__](*[shadow(p, variable) for p in value.parents])


def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order, seen = [], set()

    def visit(value):
        if isinstance(value, AutogradValue) and value not in seen:
            seen.add(value)
            for parent in value.parents:
                visit(parent)
            order.append(value)

    visit(self)
    for variable in order[:-1]:
        variable.grad = shadow(self, variable).slope


AutogradValue.backward = backward
