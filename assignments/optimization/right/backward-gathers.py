#: title = "each variable gathers from those that use it, all messages at once"

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    order, seen, stack = [], set(), [(False, end)]
    into = {}
    while stack:
        ready, one = stack.pop()
        if ready:
            order.append(one)
        elif one not in seen:
            seen.add(one)
            stack.append((True, one))
            for parent, send in one.edges:
                into.setdefault(parent, []).append((one, send))
                stack.append((False, parent))
    for one in reversed(order):
        arrived = [send(user.grad) for user, send in into.get(one, [])]
        if one is end:
            arrived = [np.ones(one.value.shape)]
        if not one.edges:
            arrived.append(one.grad)
        one.grad = np.sum(arrived, axis=0).reshape(one.value.shape)
