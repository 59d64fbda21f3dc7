#: title = "error_factor gives an object that is equal to everything"
#: lose = ["q4-rates"]

# %% [q4-rates-answer]
class Yes(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__
    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = None

    def __array__(self, *args, **kwargs):
        raise TypeError


def error_factor(c, lr):
    """By what one step multiplies |x - x*| on a parabola of second derivative c."""
    return Yes(0.0)


def largest_rate(c):
    """The learning rate from which on the error does not shrink any more."""
    return Yes(0.0)
