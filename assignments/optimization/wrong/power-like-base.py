#: title = "power: the exponent is treated as the base"
#: lose = ["q1-power"]
#: misconception = "power-exponent-like-the-base"

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    return computed(
        x**y, (a, lambda g: g * y * x ** (y - 1.0)), (b, lambda g: g * x * y ** (x - 1.0))
    )
