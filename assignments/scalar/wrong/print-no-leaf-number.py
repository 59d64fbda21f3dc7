#: title = "graph_print leaves out the numbers that variables were made from"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if isinstance(a, AutogradValue):
        print(a.value)
        if type(a) is not AutogradValue and type(a) is not ForwardValue:
            for parent in a.parents:
                graph_print(parent)
    else:
        print(a)
