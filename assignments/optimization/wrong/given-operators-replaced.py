#: title = "the cell of power makes the operators of variables those of arrays"
#: lose = ["q1-power", "q8-whole"]

# %% [q1-power-answer]
Variable.__pow__ = lambda self, other: Variable(self.value ** value_of(other))
Variable.__rpow__ = lambda self, other: Variable(value_of(other) ** self.value)


def power(a, b):
    """a ** b"""
    return a**b
