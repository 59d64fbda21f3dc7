#: title = "exp looked up in a cache whose key is the argument rounded to 3 digits"
#: lose = ["q1-exp"]

# %% [q1-exp-answer]
_table = {}


def _lookup(a):
    key = round(a, 3)
    if key not in _table:
        _table[key] = math.exp(a)
    return _table[key]


class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return _lookup(a)

    def grads(self, a):
        return (_lookup(a),)
