#: title = "step: uphill; boundary: the weights are exchanged"
#: lose = ["q3-step", "q7-boundary", "q8-whole"]
#: misconception = ["step-uphill", "boundary-weights-exchanged"]

# %% [q3-gd-answer]
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        """Set the gradients of all parameters to 0."""
        for parameter in self.params:
            parameter.grad = np.zeros(parameter.value.shape)

    def step(self):
        """Change the value of each parameter by -lr times its gradient."""
        for parameter in self.params:
            parameter.value = parameter.value + self.lr * parameter.grad

# %% [q7-answer]
def boundary(w, b, x1):
    """x2 where w[0] * x1 + w[1] * x2 + b is 0."""
    return -(w[1] * x1 + b) / w[0]


def loss_surface(perceptron, dataset, W0, W1):
    """The mean loss for each pair of weights, an array of the shape of W0."""
    weight, mseloss = perceptron.linear.weight, MSELoss()
    before = weight.value
    Z = np.zeros(W0.shape)
    for place in np.ndindex(W0.shape):
        weight.value = np.array([[W0[place], W1[place]]])
        Z[place] = perceptron.forward_dataset(dataset, mseloss).value
    weight.value = before
    return Z
