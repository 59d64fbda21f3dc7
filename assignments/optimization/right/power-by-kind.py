#: title = "one function for each kind of operand"

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    match isinstance(a, Variable), isinstance(b, Variable):
        case True, False:
            return _number_on_top(a, value_of(b))
        case False, True:
            return _number_below(value_of(a), b)
        case True, True:
            return _both(a, b)
        case _:
            return Variable(value_of(a) ** value_of(b))


def _number_on_top(a, n):
    x = a.value
    return computed(np.power(x, n), (a, lambda g: n * np.power(x, n - 1) * g))


def _number_below(base, b):
    result = np.power(base, b.value)
    rate = np.log(base)
    return computed(result, (b, lambda g: result * rate * g))


def _both(a, b):
    x, n = a.value, b.value
    result = np.power(x, n)
    return computed(
        result,
        (a, lambda g: n * np.power(x, n - 1) * g),
        (b, lambda g: result * np.log(x) * g),
    )
