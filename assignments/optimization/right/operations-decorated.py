#: title = "a decorator makes operations out of values and slopes"

# %% [q1-arithmetic-answer]
def elementwise(*slopes):
    """A decorator: the function below gives values, slopes give the local derivatives."""

    def decorate(function):
        def operation(*operands):
            values = [value_of(operand) for operand in operands]
            result = function(*values)
            messages = [
                (operand, lambda g, slope=slope: g * slope(*values))
                for operand, slope in zip(operands, slopes)
            ]
            return computed(result, *messages)

        operation.__name__ = function.__name__
        return operation

    return decorate


@elementwise(lambda x, y: y, lambda x, y: x)
def multiply(x, y):
    return x * y


@elementwise(lambda x: -1.0)
def negative(x):
    return -x


@elementwise(lambda x, y: 1.0, lambda x, y: -1.0)
def subtract(x, y):
    return x - y


@elementwise(lambda x, y: 1.0 / y, lambda x, y: -x / y**2)
def divide(x, y):
    return x / y
