#: title = "the gradient of the perceptron by its formula"

# %% [q6-train-answer]
def train(perceptron, dataset, lr=0.1, epochs=100):
    """Weights, biases and losses before each step."""
    x = np.array([np.ravel(dataset[i][0]) for i in range(len(dataset))])
    y = np.array([np.ravel(dataset[i][1]) for i in range(len(dataset))])
    weight, bias = perceptron.linear.weight, perceptron.linear.bias
    weights, biases, losses = [], [], []
    for _ in range(epochs):
        weights.append(weight.value[0].copy())
        biases.append(bias.value[0, 0])
        output = np.tanh(x @ weight.value.T + bias.value.T)
        losses.append(np.mean((output - y) ** 2))
        slope = 2 * (output - y) * (1 - output**2) / len(x)
        weight.value = weight.value - lr * slope.T @ x
        bias.value = bias.value - lr * slope.sum(axis=0)[:, None]
    return np.array(weights), np.array(biases), np.array(losses)
