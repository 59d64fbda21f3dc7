#: title = "a generator gives the order"

# %% [q2-answer]
def users_first(end):
    """Yield everything that end was computed from, each after all that use it."""
    users = {end: 0}
    stack = [end]
    while stack:
        for parent, _ in stack.pop().edges:
            if parent not in users:
                users[parent] = 0
                stack.append(parent)
            users[parent] += 1
    stack = [end]
    while stack:
        one = stack.pop()
        yield one
        for parent, _ in one.edges:
            users[parent] -= 1
            if users[parent] == 0:
                stack.append(parent)


def backward(end):
    """Fill in grad of everything that end was computed from."""
    for one in list(users_first(end)):
        if len(one.edges) > 0:
            one.grad = np.zeros(one.value.shape)
    end.grad = end.grad + np.ones(end.value.shape)
    for one in users_first(end):
        for parent, send in one.edges:
            parent.grad = parent.grad + send(one.grad)
