#: title = "nll_and_grad changes the labels that it was given"
#: lose = ["q7-loss", "q7-gradient", "q7-whole"]
#: kinds = ["gradient", "value"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    y *= 2
    y -= 1
    scores = self.prediction_function(X, wrapped)
    loss = -np.sum(np.log(sigmoid(np.reshape(y, (-1, 1)) * scores)))
    loss.backward()
    grads = [unwrap_gradient(weights) for weights in wrapped]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
