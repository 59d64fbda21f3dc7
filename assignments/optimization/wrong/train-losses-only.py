#: title = "train: only the losses"
#: lose = ["q6-train", "q8-whole"]
#: misconception = "train-tells-too-little"

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
        optimizer.step()
        losses.append(float(loss.value))
    return np.array(losses)
