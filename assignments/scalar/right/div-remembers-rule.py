#: title = "grads of _div keeps its numbers in a dictionary"

# %% [q1-div-answer]
_div_known = {}

class _div(AutogradValue):
    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        if (a, b) not in _div_known:
            _div_known[a, b] = (1.0 / b, -a / b**2)
        return _div_known[a, b]
