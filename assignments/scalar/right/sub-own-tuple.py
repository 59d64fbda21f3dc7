#: title = "grads of _sub returns a tuple of a class of its own"

# %% [q1-sub-answer]
class Slopes(tuple):
    """Local derivatives."""

class _sub(AutogradValue):
    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        return Slopes((1.0, -1.0))
