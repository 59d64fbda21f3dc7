#: title = "func of _exp sums a series in a loop that never ends"
#: lose = ["q1-exp", "q7-whole"]

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        total, term, n = 0.0, 1.0, 0
        while True:
            total += term
            n += 1
            term *= a / n
        return total

    def grads(self, a):
        return (self.func(a),)
