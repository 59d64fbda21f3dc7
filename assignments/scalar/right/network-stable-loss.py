#: title = "the stable form: max(0, -s) + log(1 + exp(-|s|))"

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    w = [wrap_array(weights) for weights in self.weights]
    scores = self.prediction_function(X, w)[:, 0]
    loss = AutogradValue(0.0)
    for s, label in zip(scores, np.ravel(y)):
        t = s if label else -s
        if t.value >= 0:
            loss = loss + np.log(1 + np.exp(np.array([-t], dtype=object)))[0]
        else:
            loss = loss - t + np.log(1 + np.exp(np.array([t], dtype=object)))[0]
    loss.backward()
    return loss.value, [unwrap_gradient(m) for m in w]


NeuralNetwork.nll_and_grad = nll_and_grad
