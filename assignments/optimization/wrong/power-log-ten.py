#: title = "power: the decimal logarithm"
#: lose = ["q1-power"]
#: misconception = "power-another-logarithm"

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    return computed(
        x**y, (a, lambda g: g * y * x ** (y - 1.0)), (b, lambda g: g * x**y * np.log10(x))
    )
