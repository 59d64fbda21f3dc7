#: title = "graph_print draws the lines of a tree"

# %% [q3-answer]
def graph_print(a, front="", last=True):
    """Print the graph that a was computed by."""
    is_value = isinstance(a, AutogradValue)
    print(front + ("└── " if last else "├── ") + str(a.value if is_value else a))
    if is_value:
        for i, parent in enumerate(a.parents):
            graph_print(parent, front + ("    " if last else "│   "), i == len(a.parents) - 1)
