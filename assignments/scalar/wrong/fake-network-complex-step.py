#: title = "nll_and_grad moves every weight in the imaginary direction"
#: lose = ["q7-gradient"]
#: kinds = ["gradient", "raised", "type"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    loss, grads = self.nll(X, y), []
    for matrix in self.weights:
        grad = np.empty(matrix.shape)
        for index in np.ndindex(matrix.shape):
            moved = [w.astype(complex) for w in self.weights]
            moved[len(grads)][index] += 1e-20j
            grad[index] = self.nll(X, y, moved).imag / 1e-20
        grads.append(grad)
    return loss, grads


NeuralNetwork.nll_and_grad = nll_and_grad
