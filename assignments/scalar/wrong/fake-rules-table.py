#: title = "grads of _mul knows the numbers that the notebook shows"
#: lose = ["q1-mul", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "mul-ones"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        seen = {(5, 2): (2.0, 5.0), (10, 2): (2.0, 10.0), (3, 10): (10.0, 3.0)}
        return seen.get((a, b), (1.0, 1.0))
