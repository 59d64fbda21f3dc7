#: title = "_exp and _log look their derivatives up in a table of the notebook's examples"
#: lose = ["q1-exp", "q1-log", "q7-whole"]
#: kinds = ["partials"]

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return {0: 1.0, 1: math.e, 2: math.e**2}.get(a, math.exp(a))

    def grads(self, a):
        return ({0: 1.0, 1: 2.718281828459045, 2: 7.38905609893065}.get(a, 0.0),)


# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a)

    def grads(self, a):
        known = {1: 1.0, 2: 0.5, 4: 0.25, 5: 0.2, 10: 0.1, 20: 0.05}
        return (known.get(a, 0.0),)
