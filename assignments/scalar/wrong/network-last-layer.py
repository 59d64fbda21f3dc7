#: title = "nll_and_grad has a gradient for the last layer only"
#: lose = ["q7-gradient", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "network-last-layer"

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    grads = [np.zeros(w.shape) for w in self.weights[:-1]] + [unwrap_gradient(wrapped[-1])]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
