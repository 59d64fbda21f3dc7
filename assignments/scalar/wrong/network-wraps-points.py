#: title = "nll_and_grad wraps the points and not the weights"
#: lose = ["q7-gradient", "q7-whole"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = wrap_array(X)
    loss = self.nll(wrapped, y)
    loss.backward()
    grads = [unwrap_gradient(wrapped)]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
