#: title = "power: every power is a square"
#: lose = ["q1-power"]
#: misconception = "power-always-a-square"

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    return computed(
        x**y, (a, lambda g: g * 2.0 * x), (b, lambda g: g * x**y * np.log(x))
    )
