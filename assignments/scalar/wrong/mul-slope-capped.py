#: title = "mul slope at most 1000 in size"
#: lose = ["q1-mul"]

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return tuple(max(-1e3, min(1e3, x)) for x in (b, a))
