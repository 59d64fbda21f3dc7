#: title = "grads of _log refuses complex numbers in words that it joins"

# %% [q1-log-answer]
class _log(AutogradValue):
    def func(self, a):
        return math.log(a)

    def grads(self, a):
        if isinstance(a, complex):
            raise TypeError("real numbers only, not " + repr(a))
        return (1.0 / a,)
