#: title = "graph_print goes through the graph level by level"

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    queue = [a]
    while queue:
        x = queue.pop(0)
        if isinstance(x, AutogradValue):
            print(x.value)
            queue.extend(x.parents)
        else:
            print(x)
