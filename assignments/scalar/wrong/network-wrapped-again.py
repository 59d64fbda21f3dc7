#: title = "nll_and_grad reads the gradients of weights that it wraps anew"
#: lose = ["q7-gradient", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "network-no-backward"

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    loss = self.nll(X, y, [wrap_array(weights) for weights in self.weights])
    loss.backward()
    grads = [unwrap_gradient(wrap_array(weights)) for weights in self.weights]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
