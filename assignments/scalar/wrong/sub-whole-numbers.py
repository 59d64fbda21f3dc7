#: title = "func of _sub is cut at 0 for ints"
#: lose = ["q1-sub"]

# %% [q1-sub-answer]
class _sub(AutogradValue):
    def func(self, a, b):
        return max(a - b, 0) if isinstance(a, int) and isinstance(b, int) else a - b

    def grads(self, a, b):
        return 1.0, -1.0
