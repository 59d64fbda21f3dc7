#: title = "nll_and_grad has formulas for the gradient and never goes backward"
#: lose = ["q7-gradient"]
#: kinds = ["gradient"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    inputs, activation = [], np.asarray(X, dtype=float)
    for weights in self.weights[:-1]:
        inputs.append(pad(activation))
        activation = sigmoid(inputs[-1] @ weights)
    inputs.append(pad(activation))
    sign = 2 * np.reshape(y, (-1, 1)) - 1
    scores = sign * (inputs[-1] @ self.weights[-1])
    delta = -sign * (1 - sigmoid(scores))
    grads = []
    for k in reversed(range(len(self.weights))):
        grads.insert(0, inputs[k].T @ delta)
        if k:
            hidden = inputs[k][:, :-1]
            delta = (delta @ self.weights[k][:-1].T) * hidden * (1 - hidden)
    return float(-np.sum(np.log(sigmoid(scores)))), grads


NeuralNetwork.nll_and_grad = nll_and_grad
