#: title = "nll_and_grad takes a step down the gradient as well"
#: lose = ["q7-loss", "q7-whole"]
#: kinds = ["claim", ""]
#: misconception = "network-weights-updated"

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    grads = [unwrap_gradient(weights) for weights in wrapped]
    self.weights = [w - 0.04 * g for w, g in zip(self.weights, grads)]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
