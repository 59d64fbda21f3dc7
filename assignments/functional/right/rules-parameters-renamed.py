#: title = "parameters of rules have names of the student's, and stars take what is not used"

# %% [q3-first-answer]
defvjp(exp, lambda dy, y, *inputs: dy * y)
defvjp(log, lambda grad_output, out, a: grad_output / a)
defvjp(add, lambda dz, *rest: dz, lambda dz, *rest: dz)
defvjp(multiply, lambda dz, z, a, b: b * dz, lambda dz, z, a, b: dz * a)
defvjp(subtract, lambda dz, *rest: dz, lambda dz, *rest: -dz)

# %% [q3-unbroadcast-answer]
def unbroadcast(x, grad):
    """Add grad up to the shape of x."""
    shape = (1,) * (np.ndim(grad) - np.ndim(x)) + tuple(np.shape(x))
    axes = tuple(i for i, n in enumerate(shape) if n == 1)
    return np.reshape(np.sum(grad, axis=axes, keepdims=True), np.shape(x))

# %% [q3-more-answer]
def divide_by_top(dz, z, a, b):
    return dz / b


def divide_by_bottom(dz, z, a, b):
    return -dz * z / b


defvjp(divide, divide_by_top, divide_by_bottom)
defvjp(power, lambda dz, z, a, b: dz * b * a ** (b - 1), lambda dz, z, a, b: dz * z * np.log(a))
defvjp(tanh, lambda dy, y, *inputs: dy * (1 - y * y))

# %% [q3-sum-answer]
def sum_rule(dy, y, a, axis=None, keepdims=False):
    if axis is None:
        shape = [1] * np.ndim(a)
    else:
        shape = list(np.shape(a))
        for i in axis if isinstance(axis, tuple) else (axis,):
            shape[i] = 1
    return np.reshape(dy, tuple(shape)) * np.ones(np.shape(a))


defvjp(np.sum, sum_rule)

# %% [q3-dot-answer]
def dot_first(dz, z, a, b):
    two_a, two_b, two_z = as_matrices(a, b, dz)
    return np.reshape(np.dot(two_z, np.transpose(two_b)), np.shape(a))


def dot_second(dz, z, a, b):
    two_a, two_b, two_z = as_matrices(a, b, dz)
    return np.reshape(np.dot(np.transpose(two_a), two_z), np.shape(b))


def as_matrices(a, b, dz):
    if np.ndim(a) == 1:
        a = np.reshape(a, (1, -1))
    if np.ndim(b) == 1:
        b = np.reshape(b, (-1, 1))
    return a, b, np.reshape(dz, (np.shape(a)[0], np.shape(b)[1]))


defvjp(dot, dot_first, dot_second)
