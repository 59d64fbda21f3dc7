#: title = "backward keeps a stack of its own, and graph_print does too"

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    stack = [(a, 0)]
    while stack:
        value, depth = stack.pop()
        if isinstance(value, AutogradValue):
            print("|  " * depth + "+- value: %.4f" % value.value)
            stack.extend((parent, depth + 1) for parent in reversed(value.parents))
        else:
            print("|  " * depth + "+- number: " + str(value))


# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    order, seen, stack = [], set(), [(self, False)]
    while stack:
        value, done = stack.pop()
        if done:
            order.append(value)
        elif isinstance(value, AutogradValue) and id(value) not in seen:
            seen.add(id(value))
            stack.append((value, True))
            stack.extend((parent, False) for parent in value.parents)
    self.grad = 1.0
    while order:
        order.pop().backward_pass()


AutogradValue.backward = backward
