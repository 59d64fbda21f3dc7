#: title = "nll_and_grad appends to a list on the class, which grows with every call"
#: lose = ["q7-gradient", "q7-whole"]
#: kinds = ["shape"]

# %% [q7-answer]
NeuralNetwork.grads = []


def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    for weights in wrapped:
        self.grads.append(unwrap_gradient(weights))
    return loss.value, self.grads


NeuralNetwork.nll_and_grad = nll_and_grad
