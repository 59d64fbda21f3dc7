#: title = "answers take their time: quadratic searches and a pause"

# %% [q1-exp-answer]
import time


class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        time.sleep(0.0005)
        return math.exp(a)

    def grads(self, a):
        return (math.exp(a),)


# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order = [self]
    changed = True
    while changed:
        changed = False
        for value in list(order):
            for parent in value.parents:
                if not isinstance(parent, AutogradValue):
                    continue
                if parent not in order:
                    order.append(parent)
                    changed = True
                elif order.index(parent) < order.index(value):
                    order.remove(parent)
                    order.append(parent)
                    changed = True
    for value in order:
        value.backward_pass()


AutogradValue.backward = backward
