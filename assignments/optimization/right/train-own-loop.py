#: title = "training without an optimizer, into arrays"

# %% [q6-train-answer]
def train(perceptron, dataset, lr=0.1, epochs=100):
    """Weights, biases and losses before each step."""
    linear = perceptron.linear
    weights = np.empty((epochs, linear.weight.value.shape[1]))
    biases = np.empty(epochs)
    losses = np.empty(epochs)
    for epoch in range(epochs):
        weights[epoch] = linear.weight.value
        biases[epoch] = linear.bias.value.item()
        for parameter in perceptron.collect_parameters():
            parameter.grad = np.zeros(parameter.value.shape)
        loss = forward_dataset(perceptron, dataset, MSELoss())
        losses[epoch] = loss.value
        backward(loss)
        for parameter in perceptron.collect_parameters():
            parameter.value = parameter.value - lr * parameter.grad
    return weights, biases, losses
