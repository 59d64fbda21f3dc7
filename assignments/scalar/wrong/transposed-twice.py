#: title = "unwrap_gradient transposes, and nll_and_grad transposes back"
#: lose = ["q6-unwrap"]
#: kinds = ["shape"]
#: misconception = "unwrap-transposed"

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    gradient = np.empty(a.shape)
    for index in np.ndindex(a.shape):
        gradient[index] = a[index].grad
    return gradient.T


# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    grads = [unwrap_gradient(weights).T for weights in wrapped]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
