#: title = "compute and gradient are lambdas in the class"

# %% [q1-negate-answer]
class Negate(TensorOp):
    compute = lambda self, a: -a
    gradient = lambda self, out_grad, node: -out_grad

# %% [q5-exp-answer]
class Exp(TensorOp):
    compute = lambda self, a: np.exp(a)
    gradient = lambda self, out_grad, node: (out_grad * node,)

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b"""


EWiseDiv.compute = lambda self, a, b: np.true_divide(a, b)
EWiseDiv.gradient = lambda self, g, node: (g / node.inputs[1], -g * node / node.inputs[1])
