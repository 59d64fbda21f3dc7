#: title = "grads of _mul gives what a cached function of the numbers gives"

# %% [q1-mul-answer]
import functools

@functools.lru_cache(maxsize=None)
def _mul_slopes(a, b):
    return b, a

class _mul(AutogradValue):
    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return _mul_slopes(a, b)
