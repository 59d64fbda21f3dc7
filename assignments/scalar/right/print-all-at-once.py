#: title = "graph_print collects its lines with a generator and writes to stdout once"

# %% [q3-answer]
import sys


def graph_print(a):
    """Print the graph that a was computed by."""
    def lines(x):
        if isinstance(x, AutogradValue):
            yield repr(x)
            for parent in x.parents:
                yield from lines(parent)
        else:
            yield str(x)

    sys.stdout.write("\n".join(lines(a)) + "\n")
