#: title = "largest_rate: c / 2"
#: lose = ["q4-rates"]
#: misconception = "largest-rate-grows-with-c"

# %% [q4-rates-answer]
def error_factor(c, lr):
    """By what one step multiplies |x - x*| on a parabola of second derivative c."""
    return abs(1.0 - lr * c)


def largest_rate(c):
    """The learning rate from which on the error does not shrink any more."""
    return c / 2.0
