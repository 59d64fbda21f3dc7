#: title = "power: y * a**b / a, which is not a number where a is 0"
#: lose = ["q1-power"]
#: misconception = "power-divided-by-the-base"

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    value = x**y
    return computed(value, (a, lambda g: g * y * value / x), (b, lambda g: g * value * np.log(x)))
