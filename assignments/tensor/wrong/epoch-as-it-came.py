#: title = "returns what it gets"
#: lose = ["q6-epoch", "q6-whole"]
#: misconception = "epoch-returns-what-it-was-given"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    return W1, W2
