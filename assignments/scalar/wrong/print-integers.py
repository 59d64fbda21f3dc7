#: title = "graph_print cuts numbers off at the point"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if isinstance(a, AutogradValue):
        print("%d" % a.value)
        for parent in a.parents:
            graph_print(parent)
    else:
        print("%d" % a)
