#: title = "unwrap_gradient returns values, and nll_and_grad their difference from the weights"
#: lose = ["q6-unwrap", "q7-gradient", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "unwrap-values"

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    gradient = np.empty(a.shape)
    for index in np.ndindex(a.shape):
        gradient[index] = a[index].value
    return gradient


# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    grads = [unwrap_gradient(w) - weights for w, weights in zip(wrapped, self.weights)]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
