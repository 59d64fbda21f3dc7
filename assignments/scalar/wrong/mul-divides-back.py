#: title = "grads of _mul divides the product by each factor, which fails at 0"
#: lose = ["q1-mul"]
#: kinds = ["raised"]

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        product = self.func(a, b)
        return product / a, product / b
