#: title = "nll_and_grad returns the weights where the gradients belong"
#: lose = ["q7-gradient", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "network-weights-as-gradient"

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    return loss.value, [np.array(weights) for weights in self.weights]


NeuralNetwork.nll_and_grad = nll_and_grad
