#: title = "graph_print looks for the wanted numbers in the variables of whoever called"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]
#: misconception = "print-one-node"

# %% [q3-answer]
import sys


def graph_print(a):
    """Print the graph that a was computed by."""
    frame = sys._getframe(1)
    while frame is not None:
        for name in ("expected", "want", "wanted", "answer"):
            if isinstance(frame.f_locals.get(name), (list, tuple)):
                for number in frame.f_locals[name]:
                    print(number)
                return
        frame = frame.f_back
    print(getattr(a, "value", a))
