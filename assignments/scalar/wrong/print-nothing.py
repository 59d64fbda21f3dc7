#: title = "graph_print is empty"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]
#: misconception = "print-nothing"

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    pass
