#: title = "rates are found in other ways"

# %% [q4-rates-answer]
def error_factor(c, lr):
    """By what one step multiplies |x - x*| on a parabola of second derivative c."""
    # one step from the distance 1
    distance = 1.0
    distance -= lr * (c * distance)
    return max(distance, -distance)


def largest_rate(c):
    """The learning rate from which on the error does not shrink any more."""
    # the factor is 0 at 1 / c, and 1 at twice that
    best = 1 / c
    return best + best
