#: title = "graph_print takes an integer of NumPy for a value"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["raised"]

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if isinstance(a, (int, float)):
        print(a)
    else:
        print(a.value)
        for parent in a.parents:
            graph_print(parent)
