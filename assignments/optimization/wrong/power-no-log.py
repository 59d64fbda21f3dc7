#: title = "power: the logarithm is missing"
#: lose = ["q1-power"]
#: misconception = "power-logarithm-forgotten"

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    return computed(
        x**y, (a, lambda g: g * y * x ** (y - 1.0)), (b, lambda g: g * x**y)
    )
