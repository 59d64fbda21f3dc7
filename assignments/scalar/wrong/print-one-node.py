#: title = "graph_print prints the value it is given and goes no further"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]
#: misconception = "print-one-node"

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    print(a.value if isinstance(a, AutogradValue) else a)
