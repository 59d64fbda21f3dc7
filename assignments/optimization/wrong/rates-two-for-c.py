#: title = "error_factor: always the parabola of this question"
#: lose = ["q4-rates"]
#: misconception = "factor-of-the-notebooks-parabola"

# %% [q4-rates-answer]
def error_factor(c, lr):
    """By what one step multiplies |x - x*| on a parabola of second derivative c."""
    return abs(1.0 - 2.0 * lr)


def largest_rate(c):
    """The learning rate from which on the error does not shrink any more."""
    return 2.0 / c
