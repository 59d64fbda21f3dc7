#: title = "nll_and_grad takes it that there are two layers"
#: lose = ["q7-loss", "q7-gradient"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    first, last = wrap_array(self.weights[0]), wrap_array(self.weights[-1])
    loss = self.nll(X, y, [first, last])
    loss.backward()
    grads = [unwrap_gradient(first), unwrap_gradient(last)]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
