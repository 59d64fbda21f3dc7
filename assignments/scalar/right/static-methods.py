#: title = "func and grads are static methods"

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    @staticmethod
    def func(a, b):
        return a - b

    @staticmethod
    def grads(a, b):
        return 1, -1


# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    @staticmethod
    def func(a, b):
        return a * b

    @staticmethod
    def grads(a, b):
        return b, a


# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    func = staticmethod(math.log)

    @staticmethod
    def grads(a):
        return (a**-1.0,)
