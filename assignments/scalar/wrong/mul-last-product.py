#: title = "grads of _mul answers for the product that was computed last"
#: lose = ["q1-mul", "q7-whole"]
#: kinds = ["partials"]

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        _mul.left, _mul.right = a, b
        return a * b

    def grads(self, a, b):
        _mul.left = getattr(_mul, "left", a)
        _mul.right = getattr(_mul, "right", b)
        return _mul.right, _mul.left
