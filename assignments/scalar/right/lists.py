#: title = "local derivatives and gradients come in lists and tuples the other way round"

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        return [1, -1]


# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a)

    def grads(self, a):
        return [math.exp(a)]


# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = tuple(wrap_array(weights) for weights in self.weights)
    loss = self.nll(X, y, wrapped)
    loss.backward()
    return [np.float64(loss.value), tuple(unwrap_gradient(weights) for weights in wrapped)]


NeuralNetwork.nll_and_grad = nll_and_grad
