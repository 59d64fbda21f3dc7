#: title = "point by point, and a new perceptron for each pair"

# %% [q7-answer]
def boundary(w, b, x1):
    """x2 where w[0] * x1 + w[1] * x2 + b is 0."""
    return np.array([(-b - w[0] * one) / w[1] for one in x1])


def loss_surface(perceptron, dataset, W0, W1):
    """The mean loss for each pair of weights, an array of the shape of W0."""

    def loss_at(w0, w1):
        other = Perceptron()
        other.linear.weight = Variable([[w0, w1]])
        other.linear.bias = Variable(perceptron.linear.bias.value)
        return other.forward_dataset(dataset, MSELoss()).value.item()

    flat = [loss_at(w0, w1) for w0, w1 in zip(W0.ravel(), W1.ravel())]
    return np.reshape(flat, W0.shape)
