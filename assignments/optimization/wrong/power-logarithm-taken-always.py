#: title = "power: math.log of the base, whatever the exponent is"
#: lose = ["q1-power", "q8-whole"]

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x, y = value_of(a), value_of(b)
    log = np.array([math.log(entry) for entry in x.ravel()]).reshape(x.shape)
    return computed(x**y, (a, lambda g: g * y * x ** (y - 1.0)), (b, lambda g: g * x**y * log))
