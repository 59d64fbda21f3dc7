#: title = "graph_print returns its text and prints nothing"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]
#: misconception = "print-nothing"

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if not isinstance(a, AutogradValue):
        return str(a) + "\n"
    return str(a.value) + "\n" + "".join(graph_print(p) for p in a.parents)
