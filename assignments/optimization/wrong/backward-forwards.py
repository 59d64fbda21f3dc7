#: title = "backward: the order is not turned round"
#: lose = ["q2-chain", "q2-shared", "q2-again", "q8-whole"]
#: misconception = "walk-from-the-inputs"

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
        if one.edges:
            one.grad = np.zeros(one.value.shape)
    end.grad = np.ones(end.value.shape) + (0.0 if end.edges else end.grad)
    for one in order:
        for parent, send in one.edges:
            parent.grad = parent.grad + send(one.grad)
