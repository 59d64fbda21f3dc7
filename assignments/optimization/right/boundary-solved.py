#: title = "the line is solved for, and the surface vectorized"

# %% [q7-answer]
def boundary(w, b, x1):
    """x2 where w[0] * x1 + w[1] * x2 + b is 0."""
    x1 = np.asarray(x1, dtype=float)
    right = -(b + w[0] * x1.reshape(1, -1))
    return np.linalg.solve(np.array([[w[1]]]), right).reshape(x1.shape)


def loss_surface(perceptron, dataset, W0, W1):
    """The mean loss for each pair of weights, an array of the shape of W0."""
    mseloss = MSELoss()
    kept = perceptron.linear.weight.value.copy()

    @np.vectorize(otypes=[float])
    def at(w0, w1):
        perceptron.linear.weight.value = np.array([[w0, w1]])
        return perceptron.forward_dataset(dataset, mseloss).value

    try:
        return at(W0, W1)
    finally:
        perceptron.linear.weight.value = kept
