#: title = "power: multiplied in a loop, int(b) times"
#: lose = ["q1-power"]

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    value = np.ones(x.shape)
    for _ in range(int(y)):
        value = value * x
    return computed(value, (a, lambda g: g * y * value / x), (b, lambda g: g * value * np.log(x)))
