#: title = "the power rule for _exp, and a network that never goes backward"
#: lose = ["q1-exp", "q7-gradient", "q7-whole"]
#: kinds = ["gradient", "partials"]
#: misconception = ["exp-power-rule", "network-no-backward"]

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a)

    def grads(self, a):
        return (a * math.exp(a - 1.0),)


# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    grads = [unwrap_gradient(weights) for weights in wrapped]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
