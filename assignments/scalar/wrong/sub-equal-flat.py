#: title = "grads of _sub says 0 and 0 where both operands are equal"
#: lose = ["q1-sub"]
#: kinds = ["partials"]

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        return (0.0, 0.0) if a == b else (1.0, -1.0)
