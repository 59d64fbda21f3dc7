#: title = "power: the exponent does not come down"
#: lose = ["q1-power", "q8-whole"]
#: misconception = "power-exponent-not-in-front"

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    return computed(
        x**y, (a, lambda g: g * x ** (y - 1.0)), (b, lambda g: g * x**y * np.log(x))
    )
