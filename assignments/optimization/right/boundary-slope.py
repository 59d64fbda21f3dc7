#: title = "slope and intercept, and a deep copy of the perceptron"

# %% [q7-answer]
from copy import deepcopy


def boundary(w, b, x1):
    """x2 where w[0] * x1 + w[1] * x2 + b is 0."""
    w0, w1 = w
    slope, intercept = -w0 / w1, -b / w1
    return np.polyval([slope, intercept], x1)


def loss_surface(perceptron, dataset, W0, W1):
    """The mean loss for each pair of weights, an array of the shape of W0."""
    twin = deepcopy(perceptron)
    Z = []
    for row0, row1 in zip(W0, W1):
        Z.append([])
        for pair in zip(row0, row1):
            twin.linear.weight.value[0, :] = pair
            Z[-1].append(float(twin.forward_dataset(dataset, MSELoss()).value))
    return np.array(Z)
