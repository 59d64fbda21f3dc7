#: title = "the loss written out anew in values: log(1 + exp(-s))"

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(w) for w in self.weights]
    loss = AutogradValue(0.0)
    for row, label in zip(np.asarray(X, dtype=float), np.ravel(y)):
        h = [*row, 1.0]
        for layer, w in enumerate(wrapped):
            out = [sum((h[i] * w[i, j] for i in range(len(h))), start=0.0) for j in range(w.shape[1])]
            h = out if layer == len(wrapped) - 1 else [1 / (1 + exp(-v)) for v in out] + [1.0]
        loss = loss + log(1 + exp(-h[0] if label else h[0]))
    loss.backward()
    return loss.value, [unwrap_gradient(w) for w in wrapped]


NeuralNetwork.nll_and_grad = nll_and_grad
