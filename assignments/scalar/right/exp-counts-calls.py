#: title = "_exp counts its calls in a dictionary with short keys"

# %% [q1-exp-answer]
calls = {"f": 0, "g": 0}

class _exp(AutogradValue):
    def func(self, a):
        calls["f"] += 1
        return math.exp(a)

    def grads(self, a):
        calls["g"] += 1
        return (math.exp(a),)
