#: title = "error_factor: not below 0, where it should be the absolute value"
#: lose = ["q4-rates"]

# %% [q4-rates-answer]
def error_factor(c, lr):
    """By what one step multiplies |x - x*| on a parabola of second derivative c."""
    return max(0.0, 1.0 - lr * c)


def largest_rate(c):
    """The learning rate from which on the error does not shrink any more."""
    return 2.0 / c
