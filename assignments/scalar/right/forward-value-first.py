#: title = "forward_pass stores the value before it calls grads, and grads of _exp uses it"

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a)

    def grads(self, a):
        return (self.value,) if getattr(self, "asked", None) == a else (math.exp(a),)


# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.asked = self.parent_values[0]
    self.value = self.func(*self.parent_values)
    self.forward_grads = {}
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                self.forward_grads[variable] = self.forward_grads.get(variable, 0.0) + local * derivative
    return self.value


AutogradValue.forward_pass = forward_pass
