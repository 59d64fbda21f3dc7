#: title = "backward: level by level, each variable once"
#: lose = ["q2-shared", "q8-whole"]
#: misconception = "walk-sends-before-all-has-arrived"

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    order, waiting = [], [end]
    while waiting:
        one = waiting.pop(0)
        if not any(one is other for other in order):
            order.append(one)
            waiting += [parent for parent, _ in one.edges]
    for one in order:
        if one.edges:
            one.grad = np.zeros(one.value.shape)
    end.grad = np.ones(end.value.shape)
    for one in order:
        for parent, send in one.edges:
            parent.grad = parent.grad + send(one.grad)
