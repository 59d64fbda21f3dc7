#: title = "messages are kept in a dict and handed out at the end"

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    order, done, todo = [], set(), [end]
    while todo:
        one = todo[-1]
        missing = [parent for parent, _ in one.edges if id(parent) not in done]
        if missing:
            todo.append(missing[0])
            continue
        todo.pop()
        if id(one) not in done:
            done.add(id(one))
            order.append(one)

    received = {id(one): np.zeros(one.value.shape) for one in order}
    received[id(end)] += 1.0
    for one in order[::-1]:
        for parent, send in one.edges:
            received[id(parent)] = received[id(parent)] + send(received[id(one)])
    for one in order:
        if one.edges:
            one.grad = received[id(one)]
        else:
            one.grad = one.grad + received[id(one)]
