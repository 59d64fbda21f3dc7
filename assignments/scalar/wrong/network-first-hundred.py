#: title = "nll_and_grad looks at a hundred points and no more"
#: lose = ["q7-loss", "q7-gradient"]
#: kinds = ["gradient", "value"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    X, y = X[:100], y[:100]
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    grads = [unwrap_gradient(weights) for weights in wrapped]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
