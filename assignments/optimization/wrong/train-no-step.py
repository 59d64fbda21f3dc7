#: title = "train: no step is taken"
#: lose = ["q6-train", "q8-whole"]
#: misconception = "train-stands-still"

# %% [q6-train-answer]
def train(perceptron, dataset, lr=0.1, epochs=100):
    """Weights, biases and losses before each step."""
    optimizer = GD(perceptron.collect_parameters(), lr)
    mseloss = MSELoss()
    weights, biases, losses = [], [], []
    for _ in range(epochs):
        weights.append(perceptron.linear.weight.value[0].copy())
        biases.append(perceptron.linear.bias.value[0, 0])
        optimizer.zero_grad()
        loss = perceptron.forward_dataset(dataset, mseloss)
        loss.backward()
        losses.append(float(loss.value))
    return np.array(weights), np.array(biases), np.array(losses)
