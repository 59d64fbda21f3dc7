#: title = "largest_rate: always 1, as for this parabola"
#: lose = ["q4-rates"]
#: misconception = "largest-rate-without-c"

# %% [q4-rates-answer]
def error_factor(c, lr):
    """By what one step multiplies |x - x*| on a parabola of second derivative c."""
    return abs(1.0 - lr * c)


def largest_rate(c):
    """The learning rate from which on the error does not shrink any more."""
    return 1.0
