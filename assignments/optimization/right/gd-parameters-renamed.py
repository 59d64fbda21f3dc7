#: title = "parameters of the class have names of the student's own"

# %% [q3-gd-answer]
class GradientDescent:
    def __init__(self, parameters, learning_rate):
        self.parameters = self.params = list(parameters)
        self.learning_rate = self.lr = learning_rate

    def zero_grad(self):
        for p in self.parameters:
            p.grad = np.zeros_like(p.value)

    def step(self):
        for p in self.parameters:
            p.value = p.value - self.learning_rate * p.grad


GD = GradientDescent
