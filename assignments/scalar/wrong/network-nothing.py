#: title = "nll_and_grad returns None and None"
#: lose = ["q7-loss", "q7-gradient", "q7-whole"]
#: kinds = ["type"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    loss, grads = None, None
    return loss, grads


NeuralNetwork.nll_and_grad = nll_and_grad
