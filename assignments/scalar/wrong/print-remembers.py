#: title = "graph_print remembers what it printed in a default argument"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]

# %% [q3-answer]
def graph_print(a, done=set()):
    """Print the graph that a was computed by."""
    if isinstance(a, AutogradValue):
        if id(a) in done:
            return
        done.add(id(a))
        print(a.value)
        for parent in a.parents:
            graph_print(parent)
    else:
        print(a)
