#: title = "nll_and_grad wraps all matrices but the first"
#: lose = ["q7-gradient", "q7-whole"]
#: kinds = ["gradient"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [self.weights[0]] + [wrap_array(weights) for weights in self.weights[1:]]
    if len(wrapped) == 1:
        wrapped = [wrap_array(self.weights[0])]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    grads = [
        unwrap_gradient(w) if w.dtype == object else np.zeros(w.shape) for w in wrapped
    ]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
