#: title = "a cell of one's own plots slopes with matplotlib"

# %% [after q2-check]
import matplotlib.pyplot as plt

points = np.linspace(0.5, 3, 20)


def slope(f, x):
    x = ForwardValue(x)
    return f(x).forward_grads[x]


plt.plot(points, [slope(lambda x: x * log(x), float(x)) for x in points])
plt.title("slope of x log x")
plt.show()


# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                self.forward_grads[variable] = local * derivative + self.forward_grads.get(variable, 0)
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
