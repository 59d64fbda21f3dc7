#: title = "graph_print takes everything for an AutogradValue"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["raised"]

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    print(a.value)
    for parent in a.parents:
        graph_print(parent)
