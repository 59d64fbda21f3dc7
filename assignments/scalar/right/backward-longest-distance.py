#: title = "backward sorts by the longest distance from the variables"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    height = {}

    def measure(value):
        if not isinstance(value, AutogradValue):
            return -1
        if value not in height:
            height[value] = 1 + max(measure(parent) for parent in value.parents)
        return height[value]

    measure(self)
    for value in sorted(height, key=height.get, reverse=True):
        value.backward_pass()


AutogradValue.backward = backward
