#: title = "graph_print leaves out the plain number 0"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if isinstance(a, AutogradValue):
        print(a.value)
        for parent in a.parents:
            graph_print(parent)
    elif a:
        print(a)
