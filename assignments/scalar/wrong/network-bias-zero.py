#: title = "nll_and_grad says that the bias has the gradient 0"
#: lose = ["q7-gradient", "q7-whole"]
#: kinds = ["gradient"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    grads = [unwrap_gradient(weights) for weights in wrapped]
    for gradient in grads:
        gradient[-1] = 0.0
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
