#: title = "nll_and_grad returns one gradient, the last layer's"
#: lose = ["q7-gradient", "q7-whole"]
#: kinds = ["shape"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    grads = [unwrap_gradient(wrapped[-1])]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
