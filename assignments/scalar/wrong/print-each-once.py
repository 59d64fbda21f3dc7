#: title = "graph_print prints a value that is used twice only once"
#: lose = ["q3-values"]
#: kinds = ["output"]
#: misconception = "print-each-once"

# %% [q3-answer]
def graph_print(a, seen=None):
    """Print the graph that a was computed by."""
    seen = set() if seen is None else seen
    if isinstance(a, AutogradValue):
        if a in seen:
            return
        seen.add(a)
        print(a.value)
        for parent in a.parents:
            graph_print(parent, seen)
    else:
        print(a)
