#: title = "backward: 1 is added to the end's own gradient each time"
#: lose = ["q2-again"]
#: misconception = "walk-adds-to-what-was-computed"

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    order, seen, waiting = [], set(), [(end, False)]
    while waiting:
        one, parents_done = waiting.pop()
        if parents_done:
            order.append(one)
        elif id(one) not in seen:
            seen.add(id(one))
            waiting.append((one, True))
            waiting += [(parent, False) for parent, _ in one.edges]
    for one in order:
        if one.edges and one is not end:
            one.grad = np.zeros(one.value.shape)
    end.grad = end.grad + 1.0
    for one in reversed(order):
        for parent, send in one.edges:
            parent.grad = parent.grad + send(one.grad)
