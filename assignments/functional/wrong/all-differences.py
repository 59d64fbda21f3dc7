#: title = "every derivative is a finite difference: make_vjp, grad, hvp, jacobian and make_jvp"
#: lose = ["q4-grad", "q4-vjp", "q5-again", "q5-hvp", "q5-value-and-grad", "q6-jacobian", "q6-jvp", "q8-whole"]
#: misconception = "forward-by-a-difference"

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    def vjp(g):
        return two_sided(lambda x: np.sum(g * fun(x)), x, 1e-5)

    return vjp, fun(x)

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        return two_sided(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum], 1e-5)

    return gradfun

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    def both(*args, **kwargs):
        gradient = two_sided(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum], 1e-5)
        return fun(*args, **kwargs), gradient

    return both


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    h = 1e-4

    def slope(y):
        return two_sided(fun, y, h)

    return (slope(x + h * v) - slope(x - h * v)) / (2.0 * h)

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    h = 1e-5
    x = np.array(x, dtype=float)
    columns = []
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        columns.append((fun(up) - fun(down)) / (2 * h))
    return np.stack(columns, axis=-1).reshape(np.shape(fun(x)) + x.shape)

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    h = 1e-5

    def jvp(v):
        return (fun(x + h * v) - fun(x - h * v)) / (2.0 * h)

    return jvp, fun(x)
