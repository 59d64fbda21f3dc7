#: title = "backward: at every arrival all that has arrived so far is sent on"
#: lose = ["q2-chain", "q2-shared", "q8-whole"]

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    def clear(one):
        if one.edges:
            one.grad = np.zeros(one.value.shape)
            for parent, _ in one.edges:
                clear(parent)

    clear(end)
    end.grad = np.ones(end.value.shape)
    waiting = [end]
    while waiting:
        one = waiting.pop(0)
        for parent, send in one.edges:
            parent.grad = parent.grad + send(one.grad)
            waiting.append(parent)
