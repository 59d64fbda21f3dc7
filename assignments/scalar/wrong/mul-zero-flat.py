#: title = "grads of _mul says 0 and 0 where one factor is 0"
#: lose = ["q1-mul"]
#: kinds = ["partials"]

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        if a == 0 or b == 0:
            return 0.0, 0.0
        return b, a
