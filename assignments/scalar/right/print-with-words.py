#: title = "graph_print says what each number is"

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    def show(x, depth):
        indent = "  " * depth
        if isinstance(x, AutogradValue):
            print(f"{indent}{type(x).__name__.strip('_')} gives {x.value}")
            for parent in x.parents:
                show(parent, depth + 1)
        else:
            print(f"{indent}the plain number {x}")

    show(a, 0)
