#: title = "grads looks its rules up in one table for all operations"

# %% [q1-sub-answer]
RULES = {
    "_sub": (lambda a, b: 1.0, lambda a, b: -1.0),
    "_mul": (lambda a, b: b, lambda a, b: a),
    "_exp": (math.exp,),
}


class _looked_up(AutogradValue):
    def grads(self, *numbers):
        return [rule(*numbers) for rule in RULES[type(self).__name__]]


class _sub(_looked_up):
    def func(self, a, b):
        return a - b


# %% [q1-mul-answer]
class _mul(_looked_up):
    def func(self, a, b):
        return a * b


# %% [q1-exp-answer]
class _exp(_looked_up):
    def func(self, a):
        return math.exp(a)
