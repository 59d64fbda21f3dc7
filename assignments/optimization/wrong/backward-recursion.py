#: title = "backward: the order is found by recursion, too deep for long chains"
#: lose = ["q2-chain"]

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    order, seen = [], set()

    def visit(one):
        if id(one) not in seen:
            seen.add(id(one))
            for parent, _ in one.edges:
                visit(parent)
            order.append(one)

    visit(end)
    for one in order:
        if one.edges:
            one.grad = np.zeros(one.value.shape)
    end.grad = np.ones(end.value.shape) + (0.0 if end.edges else end.grad)
    for one in reversed(order):
        for parent, send in one.edges:
            parent.grad = parent.grad + send(one.grad)
