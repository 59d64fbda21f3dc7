#: title = "graph_print stops after one level, and backward_pass leaves its own gradient out"
#: lose = ["q3-values", "q3-numbers", "q4-step", "q4-adds", "q4-numbers", "q7-whole"]
#: kinds = ["gradient", "output"]
#: misconception = ["print-parents-only", "step-no-incoming"]

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    print(a)
    for parent in getattr(a, "parents", []):
        print(parent)


# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad += local


AutogradValue.backward_pass = backward_pass
