#: title = "backward: a variable is put in the order when it is first seen"
#: lose = ["q2-shared", "q8-whole"]

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    order, seen, waiting = [], set(), [(end, False)]
    while waiting:
        one, parents_done = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            order.append(one)
            waiting += [(parent, False) for parent, _ in one.edges]
    for one in order:
        if one.edges:
            one.grad = np.zeros(one.value.shape)
    end.grad = np.ones(end.value.shape) + (0.0 if end.edges else end.grad)
    for one in order:
        for parent, send in one.edges:
            parent.grad = parent.grad + send(one.grad)
