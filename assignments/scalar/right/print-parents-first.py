#: title = "graph_print goes through the parents before the value, with scientific notation"

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if isinstance(a, AutogradValue):
        for parent in reversed(a.parents):
            graph_print(parent)
        print(f"{a.value:.6e}")
    else:
        print(f"{a:+}")
