#: title = "nll_and_grad divides the gradients by the number of points, and the loss is a sum"
#: lose = ["q7-gradient", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "network-mean"

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    return loss.value, [unwrap_gradient(weights) / len(X) for weights in wrapped]


NeuralNetwork.nll_and_grad = nll_and_grad
