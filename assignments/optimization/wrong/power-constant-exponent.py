#: title = "power: an exponent has no gradient"
#: lose = ["q1-power"]
#: misconception = "message-to-the-second-forgotten"

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    return computed(
        x**y, (a, lambda g: g * y * x ** (y - 1.0))
    )
