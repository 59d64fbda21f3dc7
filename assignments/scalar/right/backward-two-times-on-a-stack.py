#: title = "backward has each value twice on a stack, for going down and for coming back"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order, seen, stack = [], set(), [(self, False)]
    while stack:
        value, finished = stack.pop()
        if finished:
            order.append(value)
        elif id(value) not in seen:
            seen.add(id(value))
            stack.append((value, True))
            for parent in value.parents:
                if isinstance(parent, AutogradValue) and id(parent) not in seen:
                    stack.append((parent, False))
    while order:
        order.pop().backward_pass()


AutogradValue.backward = backward
