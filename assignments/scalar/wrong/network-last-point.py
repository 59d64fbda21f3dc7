#: title = "nll_and_grad keeps the gradient of the last point"
#: lose = ["q7-gradient", "q7-whole"]
#: kinds = ["gradient"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    total = 0.0
    for i in range(len(X)):
        wrapped = [wrap_array(weights) for weights in self.weights]
        loss = self.nll(X[i : i + 1], y[i : i + 1], wrapped)
        loss.backward()
        total += loss.value
        grads = [unwrap_gradient(weights) for weights in wrapped]
    return total, grads


NeuralNetwork.nll_and_grad = nll_and_grad
