#: title = "gradients make operations and call them"

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        inverse = PowerScalar(-1)(b)
        return EWiseMul()(out_grad, inverse), Negate()(EWiseMul()(EWiseMul()(out_grad, node), inverse))

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        return np.exp(a)

    def gradient(self, out_grad, node):
        return EWiseMul()(out_grad, Exp()(node.inputs[0]))

# %% [q5-log-answer]
class Log(TensorOp):
    """The natural logarithm of each element"""

    def compute(self, a):
        return np.log(a)

    def gradient(self, out_grad, node):
        return EWiseMul()(out_grad, PowerScalar(-1.0)(node.inputs[0]))

# %% [q1-divscalar-answer]
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a / self.scalar

    def gradient(self, out_grad, node):
        return MulScalar(1.0 / self.scalar)(out_grad)

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -a

    def gradient(self, out_grad, node):
        return MulScalar(-1)(out_grad)
