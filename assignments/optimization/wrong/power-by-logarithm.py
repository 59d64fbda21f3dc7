#: title = "power: exp(b log a), also where the base is negative"
#: lose = ["q1-power", "q8-whole"]
#: misconception = "power-computed-with-logarithms"

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    value = np.exp(y * np.log(x))
    return computed(value, (a, lambda g: g * y * value / x), (b, lambda g: g * value * np.log(x)))
