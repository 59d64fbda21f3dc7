#: title = "compute changes the sign of the input itself"
#: lose = ["q1-negate", "q6-whole"]
#: misconception = "forward-in-place"

# %% [q1-negate-answer]
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        return np.negative(a, out=a)

    def gradient(self, out_grad, node):
        return -out_grad
