#: title = "the gradients come after the values, closures keep the books"

# %% [q6-train-answer]
def train(perceptron, dataset, lr=0.1, epochs=100):
    """Weights, biases and losses before each step."""
    criterion = MSELoss()
    optimizer = GD(params=perceptron.collect_parameters(), lr=lr)
    log = {"weights": [], "biases": [], "losses": []}

    def note(loss):
        log["weights"].append(perceptron.linear.weight.value.flatten())
        log["biases"].append(perceptron.linear.bias.value.flatten()[0])
        log["losses"].append(loss.value.copy())

    def closure():
        optimizer.zero_grad()
        loss = perceptron.forward_dataset(dataset, criterion)
        loss.backward()
        return loss

    for _ in range(epochs):
        note(closure())
        optimizer.step()
    return tuple(np.array(log[key]) for key in log)
