#: title = "nll_and_grad leaves wrapped arrays behind in self.weights"
#: lose = ["q7-loss", "q7-whole"]
#: kinds = ["type"]
#: misconception = "network-weights-left-wrapped"

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    self.weights = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y)
    loss.backward()
    return loss.value, [unwrap_gradient(weights) for weights in self.weights]


NeuralNetwork.nll_and_grad = nll_and_grad
