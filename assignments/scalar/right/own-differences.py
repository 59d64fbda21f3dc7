#: title = "a cell of one's own compares the derivatives with differences"

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a)

    def grads(self, a):
        slope = math.exp(a)
        return (slope,)


# %% [after q1-exp]
def difference(cls, *point, h=1e-6):
    """Central differences of an operation, to compare with."""
    node = cls(*point)
    out = []
    for i in range(len(point)):
        up = [x + h * (i == k) for k, x in enumerate(point)]
        down = [x - h * (i == k) for k, x in enumerate(point)]
        out.append((node.func(*up) - node.func(*down)) / (2 * h))
    return out


print(difference(_exp, 1.0), _exp(1.0).grads(1.0))


# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    seen = {}

    def visit(value):
        if isinstance(value, AutogradValue) and id(value) not in seen:
            for parent in value.parents:
                visit(parent)
            seen[id(value)] = value

    visit(self)
    while seen:
        seen.popitem()[1].backward_pass()


AutogradValue.backward = backward
