#: title = "backward: a loop that does not end, nothing is taken off"
#: lose = ["q2-chain", "q2-shared", "q2-again", "q8-whole"]

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    waiting = [end]
    end.grad = np.ones(end.value.shape)
    while waiting:
        one = waiting[-1]
        for parent, send in one.edges:
            parent.grad = parent.grad + send(one.grad)
            waiting.insert(0, parent)
