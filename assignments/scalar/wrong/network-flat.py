#: title = "nll_and_grad returns all gradients in one flat list"
#: lose = ["q7-gradient", "q7-whole"]
#: kinds = ["shape", "type"]
#: misconception = "network-flat"

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    grads = [g for weights in wrapped for g in unwrap_gradient(weights).ravel()]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
