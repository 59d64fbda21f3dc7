#: title = "func of _exp adds up a series, and its rule is as good as that"

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        total, term = 1.0, 1.0
        for k in range(1, 60):
            term *= abs(a) / k
            total += term
        return total if a >= 0 else 1.0 / total

    def grads(self, a):
        return (self.func(a),)
