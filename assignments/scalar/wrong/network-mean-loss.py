#: title = "nll_and_grad divides the loss by the number of points, and its gradients with it"
#: lose = ["q7-loss", "q7-gradient", "q7-whole"]
#: kinds = ["value", "gradient"]
#: misconception = "network-mean-loss"

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped) / len(X)
    loss.backward()
    grads = [unwrap_gradient(weights) for weights in wrapped]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
