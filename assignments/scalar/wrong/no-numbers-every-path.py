#: title = "graph_print leaves numbers out, and backward goes down every path"
#: lose = ["q3-values", "q3-numbers", "q5-shared", "q7-whole"]
#: kinds = ["gradient", "output"]
#: misconception = ["backward-every-path", "print-no-numbers"]

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if isinstance(a, AutogradValue):
        print(a.value)
        [graph_print(p) for p in a.parents if isinstance(p, AutogradValue)]


# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    def visit(value):
        value.backward_pass()
        for parent in value.parents:
            if isinstance(parent, AutogradValue):
                visit(parent)

    visit(self)


AutogradValue.backward = backward
