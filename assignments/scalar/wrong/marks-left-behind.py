#: title = "graph_print and backward share marks on the values that are never taken off"
#: lose = ["q3-values", "q3-numbers", "q5-shared"]
#: kinds = ["gradient", "output"]

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if not isinstance(a, AutogradValue):
        print(a)
    elif not getattr(a, "visited", False):
        a.visited = True
        print(a.value)
        for parent in a.parents:
            graph_print(parent)


# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order = []

    def visit(value):
        if isinstance(value, AutogradValue) and not getattr(value, "visited", False):
            value.visited = True
            for parent in value.parents:
                visit(parent)
            order.append(value)

    visit(self)
    for value in reversed(order):
        value.backward_pass()


AutogradValue.backward = backward
