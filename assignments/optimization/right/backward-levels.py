#: title = "level by level, where the level is the longest way from the end"

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    everything, stack = {id(end): end}, [end]
    users = {id(end): 0}
    while stack:
        for parent, _ in stack.pop().edges:
            users[id(parent)] = users.get(id(parent), 0) + 1
            if id(parent) not in everything:
                everything[id(parent)] = parent
                stack.append(parent)

    level = {id(end): 0}
    ready = [end]
    while ready:
        one = ready.pop()
        for parent, _ in one.edges:
            level[id(parent)] = max(level.get(id(parent), 0), level[id(one)] + 1)
            users[id(parent)] -= 1
            if users[id(parent)] == 0:
                ready.append(parent)

    for one in everything.values():
        if one.edges:
            one.grad = np.zeros(one.value.shape)
    end.grad = np.ones(end.value.shape) if end.edges else end.grad + 1
    for one in sorted(everything.values(), key=lambda one: level[id(one)]):
        for parent, send in one.edges:
            parent.grad = parent.grad + send(one.grad)
