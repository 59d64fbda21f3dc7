#: title = "graph_print prints once at its end, in one string of many lines"

# %% [q3-answer]
import sys


def graph_lines(a, indent=""):
    if isinstance(a, AutogradValue):
        lines = [f"{indent}value: {a.value}"]
        for parent in a.parents:
            lines += graph_lines(parent, indent + "    ")
        return lines
    return [f"{indent}{a}"]


def graph_print(a):
    """Print the graph that a was computed by."""
    sys.stdout.write("\n".join(graph_lines(a)) + "\n")
