#: title = "PowerScalar has a wrong value and a wrong gradient"
#: lose = ["q1-powerscalar", "q2-powerscalar", "q6-whole"]
#: misconception = ["power-factor-forgotten", "power-times"]

# %% [q1-powerscalar-answer]
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a * self.scalar

    def gradient(self, out_grad, node):
        (a,) = node.inputs
        return out_grad * a ** (self.scalar - 1)
