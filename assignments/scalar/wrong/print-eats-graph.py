#: title = "graph_print takes the parents off their lists, and afterwards the graph is gone"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if isinstance(a, AutogradValue):
        print(a.value)
        while a.parents:
            graph_print(a.parents.pop(0))
    else:
        print(a)
