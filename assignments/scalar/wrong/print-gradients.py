#: title = "graph_print prints gradients, which are all 0 yet"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]
#: misconception = "print-gradients"

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if isinstance(a, AutogradValue):
        print(a.grad)
        for parent in a.parents:
            graph_print(parent)
    else:
        print(a)
