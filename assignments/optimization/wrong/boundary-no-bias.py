#: title = "boundary: the bias is missing"
#: lose = ["q7-boundary"]
#: misconception = "boundary-without-the-bias"

# %% [q7-answer]
def boundary(w, b, x1):
    """x2 where w[0] * x1 + w[1] * x2 + b is 0."""
    return -w[0] * x1 / w[1]


def loss_surface(perceptron, dataset, W0, W1):
    """The mean loss for each pair of weights, an array of the shape of W0."""
    weight, mseloss = perceptron.linear.weight, MSELoss()
    before = weight.value
    Z = np.zeros(W0.shape)
    for place in np.ndindex(W0.shape):
        weight.value = np.array([[W0[place], W1[place]]])
        Z[place] = perceptron.forward_dataset(dataset, mseloss).value
    weight.value = before
    return Z
