#: title = "wrap_array returns a flat array, and nll_and_grad restores the shape"
#: lose = ["q6-wrap"]
#: kinds = ["shape"]
#: misconception = "wrap-flat"

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    return np.array([AutogradValue(float(x)) for x in np.ravel(a)], dtype=object)


# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights).reshape(weights.shape) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    grads = [unwrap_gradient(w).reshape(w.shape) for w in wrapped]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
