#: title = "graph_print follows the first parent only"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]
#: misconception = "print-first-parent"

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if not isinstance(a, AutogradValue):
        print(a)
    else:
        print(a.value)
        graph_print(a.parents[0])
