#: title = "compute makes everything negative"
#: lose = ["q1-negate", "q6-whole"]
#: misconception = "negate-always-below-zero"

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return -np.abs(a)

    def gradient(self, out_grad, node):
        return -out_grad
