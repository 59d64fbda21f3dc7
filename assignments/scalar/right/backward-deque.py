#: title = "backward puts every value at the front of a deque after its parents"

# %% [q5-answer]
import collections


def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    order = collections.deque()

    def visit(value):
        if value in order:
            return
        for parent in filter(lambda p: isinstance(p, AutogradValue), value.parents):
            visit(parent)
        order.appendleft(value)

    visit(self)
    self.grad = 1.0
    for value in order:
        value.backward_pass()


AutogradValue.backward = backward
