#: title = "grads of _mul takes a factor 0 for a missing one"
#: lose = ["q1-mul"]
#: kinds = ["partials"]
#: misconception = "mul-zero-falsy"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return b or 1.0, a or 1.0
