#: title = "backward: gradients in a dict, written to leaves only"
#: lose = ["q2-chain", "q2-shared", "q2-again", "q8-whole"]
#: misconception = "walk-keeps-gradients-of-inputs-alone"

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
    grads = {id(end): np.ones(end.value.shape)}
    for one in reversed(order):
        g = grads[id(one)]
        if not one.edges:
            one.grad = one.grad + g
        for parent, send in one.edges:
            grads[id(parent)] = grads.get(id(parent), 0.0) + send(g)
