#: title = "minus one, whatever comes in"
#: lose = ["q2-negate", "q6-whole"]
#: misconception = "gradient-of-ones"

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -a

    def gradient(self, out_grad, node):
        return Tensor(-np.ones(node.shape))
