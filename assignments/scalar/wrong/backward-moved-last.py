#: title = "backward moves a value that it meets again to the end, but not what is below it"
#: lose = ["q5-shared", "q7-whole"]
#: kinds = ["gradient"]

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order = [self]
    i = 0
    expanded = set()
    while i < len(order):
        value = order[i]
        if value not in expanded:
            expanded.add(value)
            for parent in value.parents:
                if isinstance(parent, AutogradValue):
                    if parent not in order:
                        order.append(parent)
                    elif order.index(parent) > i:
                        order.remove(parent)
                        order.append(parent)
        i += 1
    for value in order:
        value.backward_pass()


AutogradValue.backward = backward
