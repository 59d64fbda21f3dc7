#: title = "rates by NumPy"

# %% [q4-rates-answer]
def error_factor(c, lr):
    """By what one step multiplies |x - x*| on a parabola of second derivative c."""
    return np.sqrt(np.square(np.subtract(1, np.multiply(lr, c))))


def largest_rate(c):
    """The learning rate from which on the error does not shrink any more."""
    return np.float64(2) / c
