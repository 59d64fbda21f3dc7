#: title = "nll_and_grad keeps the first points that it saw"
#: lose = ["q7-loss", "q7-gradient", "q7-whole"]
#: kinds = ["gradient", "value"]

# %% [q7-answer]
def nll_and_grad(self, X, y, data=[]):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    data.append((X, y))
    X, y = data[0]
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    grads = [unwrap_gradient(weights) for weights in wrapped]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
