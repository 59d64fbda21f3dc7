#: title = "graph_print prints every parent twice"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if isinstance(a, AutogradValue):
        print(a.value)
        for parent, value in zip(a.parents, a.parent_values):
            print(value)
            if isinstance(parent, AutogradValue):
                graph_print(parent)
    else:
        print(a)
