#: title = "backward writes its program down as text and asks autograd for the derivative"
#: lose = ["q5-tree", "q5-shared", "q5-edges", "q7-whole"]
#: kinds = ["raised"]

# %% [q5-answer]
import autograd
import autograd.numpy as anp


def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    names, lines = {}, []

    def write(value):
        if not isinstance(value, AutogradValue):
            return repr(value)
        if value not in names:
            names[value] = f"v{len(names)}"
            kind, parents = type(value).__name__, [write(p) for p in value.parents]
            lines.append(f"{names[value]} = {kind}({', '.join(parents)})")
        return names[value]

    write(self)
    for value, name in names.items():
        if type(value) is AutogradValue:
            value.grad = autograd.grad(lambda x: anp.array(eval(name)))(value.value)


AutogradValue.backward = backward
