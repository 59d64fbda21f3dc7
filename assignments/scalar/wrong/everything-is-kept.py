#: title = "wrap_array keeps its results by shape, and the model its first weights"
#: lose = ["q6-wrap", "q7-loss", "q7-gradient", "q7-whole"]
#: kinds = ["gradient", "value"]

# %% [q6-wrap-answer]
kept = {}


def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    a = np.asarray(a)
    if a.shape not in kept:
        kept[a.shape] = np.empty(a.shape, dtype=object)
        for index in np.ndindex(a.shape):
            kept[a.shape][index] = AutogradValue(float(a[index]))
    return kept[a.shape]


# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    if getattr(self, "kept", None) is None:
        self.kept = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, self.kept)
    loss.backward()
    grads = [unwrap_gradient(weights) for weights in self.kept]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
