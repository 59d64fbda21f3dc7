#: title = "backward hands the computation to torch"
#: lose = ["q5-tree", "q5-shared", "q5-edges", "q7-whole"]
#: kinds = ["raised"]

# %% [q5-answer]
import torch


def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    again = {}

    def rebuilt(value):
        if not isinstance(value, AutogradValue):
            return value
        if value not in again:
            numbers = [rebuilt(parent) for parent in value.parents]
            leaf = type(value) is AutogradValue
            again[value] = torch.tensor(value.value, requires_grad=True) if leaf else value.func(*numbers)
        return again[value]

    rebuilt(self).backward()
    for value, other in again.items():
        value.grad = float(other.grad)


AutogradValue.backward = backward
