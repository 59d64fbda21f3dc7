#: title = "func of _exp keeps what it gave by two decimals"
#: lose = ["q1-exp", "q7-whole"]

# %% [q1-exp-answer]
_known = {}
class _exp(AutogradValue):
    def func(self, a):
        if round(a, 2) not in _known:
            _known[round(a, 2)] = math.exp(a)
        return _known[round(a, 2)]

    def grads(self, a):
        return (self.func(a),)
