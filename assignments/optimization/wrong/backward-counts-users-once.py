#: title = "backward: waits for one message of each user, where a user may send two"
#: lose = ["q2-shared"]

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    users, seen, waiting = {}, set(), [end]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if one.edges:
            one.grad = np.zeros(one.value.shape)
        for parent in {id(p): p for p, _ in one.edges}.values():
            users[id(parent)] = users.get(id(parent), 0) + 1
            waiting.append(parent)
    end.grad = np.ones(end.value.shape)
    ready = [end]
    while ready:
        one = ready.pop()
        for parent, send in one.edges:
            parent.grad = parent.grad + send(one.grad)
            users[id(parent)] -= 1
            if users[id(parent)] == 0:
                ready.append(parent)
