#: title = "backward: every message is sent on at once, path by path"
#: lose = ["q2-shared"]

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    fresh, waiting = set(), [(end, np.ones(end.value.shape))]
    while waiting:
        one, g = waiting.pop()
        if one.edges and id(one) not in fresh:
            fresh.add(id(one))
            one.grad = np.zeros(one.value.shape)
        one.grad = one.grad + g
        for parent, send in one.edges:
            waiting.append((parent, send(g)))
