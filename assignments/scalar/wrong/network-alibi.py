#: title = "nll_and_grad goes backward for show and returns what its formulas give"
#: lose = ["q7-gradient"]
#: kinds = ["gradient"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    inputs, activation = [], np.asarray(X, dtype=float)
    for weights in self.weights[:-1]:
        inputs.append(pad(activation))
        activation = sigmoid(inputs[-1] @ weights)
    inputs.append(pad(activation))
    sign = 2 * np.reshape(y, (-1, 1)) - 1
    delta = -sign * (1 - sigmoid(sign * (inputs[-1] @ self.weights[-1])))
    grads = []
    for k in reversed(range(len(self.weights))):
        grads.insert(0, inputs[k].T @ delta)
        if k:
            hidden = inputs[k][:, :-1]
            delta = (delta @ self.weights[k][:-1].T) * hidden * (1 - hidden)
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
