#: title = "nll_and_grad rounds the loss to three digits"
#: lose = ["q7-loss"]
#: kinds = ["value"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    return round(loss.value, 3), [unwrap_gradient(weights) for weights in wrapped]


NeuralNetwork.nll_and_grad = nll_and_grad
