#: title = "graph_print leaves plain numbers out"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]
#: misconception = "print-no-numbers"

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if isinstance(a, AutogradValue):
        print(a.value)
        for parent in a.parents:
            graph_print(parent)
