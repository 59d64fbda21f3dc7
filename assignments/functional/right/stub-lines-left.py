#: title = "comments of the stub and its raise are left behind the answer"

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    # YOUR CODE HERE
    while np.ndim(g) > np.ndim(target):
        g = np.sum(g, axis=0)
    for axis, size in enumerate(np.shape(target)):
        if size == 1:
            g = np.sum(g, axis=axis, keepdims=True)
    return g
    raise NotImplementedError()

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    # YOUR CODE HERE
    end_value, end_node = trace(Node.new_root(), fun, x)
    return functools.partial(backward_pass, end_node=end_node), end_value
    raise NotImplementedError()

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    # YOUR CODE HERE
    def f(*args, **kwargs):
        vjp, value = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return value, vjp(np.ones_like(value))
    return f
    raise NotImplementedError()


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    # YOUR CODE HERE
    g = grad(fun)
    # Hessian = jacobian(g, x)
    def dot_with_v(x):
        return np.sum(g(x) * v)
    return grad(dot_with_v)(x)
    raise NotImplementedError()

# %% [q8-derivation-answer]
def derivation(w, x, b, t):
    """The lines of the derivation, with numbers: L, L_bar, y_bar, z_bar, w_bar, b_bar."""
    z = w * x + b
    y = 1.0 / (1.0 + np.exp(-z))
    L = 0.5 * (y - t) ** 2
    L_bar = 1.0
    # YOUR CODE HERE
    y_bar = (y - t) * L_bar
    sigma = y
    z_bar = sigma * (1 - sigma) * y_bar
    w_bar = x * z_bar
    b_bar = 1 * z_bar
    return {"L": L, "L_bar": L_bar, "y_bar": y_bar, "z_bar": z_bar, "w_bar": w_bar, "b_bar": b_bar}
    raise NotImplementedError()
