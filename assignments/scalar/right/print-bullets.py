#: title = "graph_print has bullets and commas"

# %% [q3-answer]
def graph_print(a, *, level=0):
    """Print the graph that a was computed by."""
    match a:
        case AutogradValue():
            print("  " * level, "*", a.value, ",")
            for parent in a.parents:
                graph_print(parent, level=level + 1)
        case number:
            print("  " * level, "*", number, ",")
