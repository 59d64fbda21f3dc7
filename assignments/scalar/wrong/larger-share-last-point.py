#: title = "backward_pass keeps the larger share, and nll_and_grad that of the last point"
#: lose = ["q4-adds", "q7-loss", "q7-gradient", "q7-whole"]
#: kinds = ["gradient", "value"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad = max(parent.grad, self.grad * local, key=abs)


AutogradValue.backward_pass = backward_pass


# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    for point, label in zip(X, y):
        wrapped = [wrap_array(weights) for weights in self.weights]
        loss = self.nll(point[None], np.array([label]), wrapped)
        loss.backward()
        grads = [unwrap_gradient(weights) for weights in wrapped]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
