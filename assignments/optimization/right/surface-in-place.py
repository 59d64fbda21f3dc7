#: title = "the weights are written into the array and put back"

# %% [q7-answer]
def boundary(w, b, x1):
    """x2 where w[0] * x1 + w[1] * x2 + b is 0."""
    w1, w2 = np.ravel(w)
    x2 = x1 * -w1
    x2 = x2 - b
    return x2 / w2


def loss_surface(perceptron, dataset, W0, W1):
    """The mean loss for each pair of weights, an array of the shape of W0."""
    weights = perceptron.linear.weight.value
    before = np.copy(weights)
    Z = np.empty_like(W0, dtype=float)
    rows, columns = np.shape(W0)
    for i in range(rows):
        for j in range(columns):
            weights[0, 0] = W0[i, j]
            weights[0, 1] = W1[i, j]
            Z[i][j] = forward_dataset(perceptron, dataset, MSELoss()).value
    weights[...] = before
    return Z
