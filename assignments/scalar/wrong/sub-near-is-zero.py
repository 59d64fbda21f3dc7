#: title = "differences below 1e-4 are taken for 0"
#: lose = ["q1-sub"]

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return 0.0 if abs(a - b) < 1e-4 else a - b

    def grads(self, a, b):
        return 1.0, -1.0
