#: title = "the slope by the base is written with the result over the base where that can be"

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    x = value_of(a)
    y = value_of(b)
    z = x**y
    by_base = np.where(x == 0, y * x ** (y - 1), y * z / np.where(x == 0, 1.0, x))
    if isinstance(b, Variable):
        by_exponent = z * np.log(x)
        return computed(z, (a, lambda g: g * by_base), (b, lambda g: g * by_exponent))
    return computed(z, (a, lambda g: g * by_base))
