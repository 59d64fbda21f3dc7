#: title = "compute of Exp sums a series in a loop that never ends"
#: lose = ["q5-exp", "q6-whole"]

# %% [q5-exp-answer]
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        total, term, n = 0.0, 1.0, 0
        while True:
            total = total + term
            n += 1
            term = term * a / n
        return total

    def gradient(self, out_grad, node):
        return out_grad * node
