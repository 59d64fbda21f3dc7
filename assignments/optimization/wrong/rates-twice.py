#: title = "error_factor: 1 - 2 lr c"
#: lose = ["q4-rates"]
#: misconception = "factor-another-gradient"

# %% [q4-rates-answer]
def error_factor(c, lr):
    """By what one step multiplies |x - x*| on a parabola of second derivative c."""
    return abs(1.0 - 2.0 * lr * c)


def largest_rate(c):
    """The learning rate from which on the error does not shrink any more."""
    return 2.0 / c
