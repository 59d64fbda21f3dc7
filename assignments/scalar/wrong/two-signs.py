#: title = "backward_pass subtracts, and nll_and_grad turns the sign once more"
#: lose = ["q4-step", "q4-adds", "q4-numbers", "q7-gradient", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = ["network-sign", "step-subtracts"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad -= self.grad * local


AutogradValue.backward_pass = backward_pass


# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    grads = [-unwrap_gradient(weights) for weights in wrapped]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
