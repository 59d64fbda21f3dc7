#: title = "rules in autograd's own form, a function of g for each argument"

# %% [q3-first-answer]
defvjp(exp, lambda ans, x: lambda g: ans * g)
defvjp(log, lambda ans, x: lambda g: g / x)
defvjp(
    add,
    lambda ans, x, y: unbroadcast_f(x, lambda g: g),
    lambda ans, x, y: unbroadcast_f(y, lambda g: g),
)
defvjp(
    multiply,
    lambda ans, x, y: unbroadcast_f(x, lambda g: y * g),
    lambda ans, x, y: unbroadcast_f(y, lambda g: x * g),
)
defvjp(
    subtract,
    lambda ans, x, y: unbroadcast_f(x, lambda g: g),
    lambda ans, x, y: unbroadcast_f(y, lambda g: -g),
)


def unbroadcast_f(target, f):
    return lambda g: unbroadcast(target, f(g))

# %% [q3-more-answer]
defvjp(
    divide,
    lambda ans, x, y: unbroadcast_f(x, lambda g: g / y),
    lambda ans, x, y: unbroadcast_f(y, lambda g: -g * x / y**2),
)
defvjp(
    power,
    lambda ans, x, y: unbroadcast_f(x, lambda g: g * y * x ** np.where(y, y - 1, 1.0)),
    lambda ans, x, y: unbroadcast_f(y, lambda g: g * np.log(replace_zero(x, 1.0)) * ans),
)
defvjp(tanh, lambda ans, x: lambda g: g * (1 - ans**2))


def replace_zero(x, val):
    """Replace all zeros in 'x' with 'val'."""
    return np.where(x, x, val)


def unbroadcast_f(target, f):
    return lambda g: unbroadcast(target, f(g))

# %% [q3-sum-answer]
def grad_np_sum(ans, x, axis=None, keepdims=False):
    shape = np.shape(x)
    return lambda g: repeat_to_match_shape(g, shape, axis, keepdims)[0]


def repeat_to_match_shape(g, shape, axis, keepdims):
    """Returns the array g repeated along axis to fit onto vector space vs. Also returns the
    number of repetitions of the array."""
    if shape == ():
        return g, 1
    axis = list(axis) if isinstance(axis, tuple) else axis
    new_shape = np.array(shape)
    new_shape[axis] = 1
    num_reps = np.prod(np.array(shape)[axis])
    return np.reshape(g, new_shape) + np.zeros(shape), num_reps


defvjp(np.sum, grad_np_sum)

# %% [q3-dot-answer]
def dot_vjp_0(ans, A, B):
    def vjp(g):
        if np.ndim(A) == 1 and np.ndim(B) == 1:
            return g * B
        if np.ndim(B) == 1:
            return np.outer(g, B)
        return np.dot(g, np.transpose(B))

    return vjp


def dot_vjp_1(ans, A, B):
    def vjp(g):
        if np.ndim(A) == 1 and np.ndim(B) == 1:
            return g * A
        if np.ndim(A) == 1:
            return np.outer(A, g)
        return np.dot(np.transpose(A), g)

    return vjp


defvjp(dot, dot_vjp_0, dot_vjp_1)

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    """Numerically stable log(sum(exp(x)))"""
    max_x = np.max(x)
    return max_x + np.log(np.sum(np.exp(x - max_x)))


def make_grad_logsumexp(ans, x):
    # If you want to be able to take higher-order derivatives, then all the
    # code inside this function must be itself differentiable by autograd.
    def gradient_product(g):
        return np.full(x.shape, g) * np.exp(x - np.full(x.shape, ans))

    return gradient_product


# Now we tell autograd that logsumexmp has a gradient-making function.
defvjp(logsumexp, make_grad_logsumexp)
