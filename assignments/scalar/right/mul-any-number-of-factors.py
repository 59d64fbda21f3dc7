#: title = "_mul takes any number of factors, and _div works with its own quotients"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    def func(self, *factors):
        return math.prod(factors)

    def grads(self, *factors):
        def others():
            for i, _ in enumerate(factors):
                yield math.prod(f for j, f in enumerate(factors) if j != i)
        return tuple(others())

# %% [q1-div-answer]
class _div(AutogradValue):
    def func(self, a, b):
        from operator import truediv
        return truediv(a, b)

    def grads(self, a, b):
        q = self.func(a, b)
        return self.func(1, b), -self.func(q, b)
