#: title = "depth first, with a raised limit of recursion"

# %% [q2-answer]
import sys


def backward(end):
    """Fill in grad of everything that end was computed from."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000_000)
    order, seen = [], set()

    def visit(variable):
        if variable in seen:
            return
        seen.add(variable)
        for parent, _ in variable.edges:
            visit(parent)
        order.append(variable)

    try:
        visit(end)
    finally:
        sys.setrecursionlimit(limit)
    for variable in order:
        if variable.edges:
            variable.grad = np.zeros(variable.value.shape)
    end.grad = end.grad + np.ones(end.value.shape)
    while order:
        variable = order.pop()
        for parent, send in variable.edges:
            parent.grad = parent.grad + send(variable.grad)
