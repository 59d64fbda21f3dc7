#: title = "power: the exponent stays as it is"
#: lose = ["q1-power", "q8-whole"]
#: misconception = "power-exponent-not-lowered"

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    return computed(
        x**y, (a, lambda g: g * y * x**y), (b, lambda g: g * x**y * np.log(x))
    )
