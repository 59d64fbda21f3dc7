#: title = "nll_and_grad sums losses and gradients of single points"

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    total, grads = 0.0, [np.zeros_like(weights) for weights in self.weights]
    for i in range(len(X)):
        wrapped = [wrap_array(weights) for weights in self.weights]
        loss = self.nll(X[i : i + 1], y[i : i + 1], wrapped)
        loss.backward()
        total += loss.value
        for gradient, weights in zip(grads, wrapped):
            gradient += unwrap_gradient(weights)
    return total, grads


NeuralNetwork.nll_and_grad = nll_and_grad
