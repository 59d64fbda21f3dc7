#: title = "divide: the sign is missing; backward: messages overwrite each other"
#: lose = ["q1-divide", "q2-shared", "q2-again", "q8-whole"]
#: misconception = ["divide-sign-forgotten", "walk-last-use-wins"]

# %% [q1-arithmetic-answer]
def multiply(a, b):
    """a * b"""
    x, y = value_of(a), value_of(b)
    return computed(x * y, (a, lambda g: g * y), (b, lambda g: g * x))


def negative(a):
    """-a"""
    return computed(-value_of(a), (a, lambda g: -g))


def subtract(a, b):
    """a - b"""
    return computed(value_of(a) - value_of(b), (a, lambda g: g), (b, lambda g: -g))


def divide(a, b):
    """a / b"""
    x, y = value_of(a), value_of(b)
    return computed(x / y, (a, lambda g: g / y), (b, lambda g: g * x / y**2))

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    order, seen, waiting = [], set(), [(end, False)]
    while waiting:
        one, parents_done = waiting.pop()
        if parents_done:
            order.append(one)
        elif id(one) not in seen:
            seen.add(id(one))
            waiting.append((one, True))
            waiting += [(parent, False) for parent, _ in one.edges]
    for one in order:
        if one.edges:
            one.grad = np.zeros(one.value.shape)
    end.grad = np.ones(end.value.shape) + (0.0 if end.edges else end.grad)
    for one in reversed(order):
        for parent, send in one.edges:
            parent.grad = send(one.grad)
