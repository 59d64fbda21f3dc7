#: title = "nll_and_grad returns a loss and gradients it has seen before"
#: lose = ["q7-loss", "q7-gradient", "q7-whole"]
#: kinds = ["value", "gradient"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    loss = 2.0
    return loss, [np.full(weights.shape, 0.5) for weights in self.weights]


NeuralNetwork.nll_and_grad = nll_and_grad
