#: title = "every answer is pass or None"
#: lose = [
#:     "q1-one-sided",
#:     "q1-two-sided",
#:     "q2-primitive",
#:     "q2-several",
#:     "q2-levels",
#:     "q3-first",
#:     "q3-unbroadcast",
#:     "q3-divide",
#:     "q3-power",
#:     "q3-tanh",
#:     "q3-sum",
#:     "q3-dot",
#:     "q4-toposort",
#:     "q4-chain",
#:     "q4-shared",
#:     "q4-vjp",
#:     "q4-grad",
#:     "q5-value-and-grad",
#:     "q5-again",
#:     "q5-hvp",
#:     "q6-products",
#:     "q6-jacobian",
#:     "q6-jvp",
#:     "q7-logsumexp",
#:     "q7-check-first",
#:     "q7-check-second",
#:     "q8-derivation",
#:     "q8-flatten",
#:     "q8-sgd",
#:     "q8-whole",
#: ]

# %% [q1-answer]
def one_sided(f, x, h):
    """The gradient of f at x by one-sided differences: an array of the shape of x."""
    pass


def two_sided(f, x, h):
    """The gradient of f at x by two-sided differences: an array of the shape of x."""
    pass

# %% [q2-answer]
def primitive(f_raw):
    """A function that does what f_raw does, and makes a node of it where values are watched."""

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        pass

    return f_wrapped

# %% [q3-first-answer]
# defvjp(exp, ...), and so on for log, add, multiply, subtract
pass

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    pass

# %% [q3-more-answer]
# defvjp(divide, ...), defvjp(power, ...), defvjp(tanh, ...)
pass

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
pass

# %% [q3-dot-answer]
# defvjp(dot, ...)
pass

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    pass

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    """Send g back from end_node to the input; return what arrives there."""
    pass


def add_outgrads(prev_g, g):
    """The sum of what was received before (None for nothing) and one more message."""
    pass

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    pass

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    pass

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    pass


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    pass

# %% [q6-products-answer]
def product_vjp(W, x, z_bar):
    """For z = W x: what z_bar becomes at W, and at x."""
    pass


def exp_vjp(z, y_bar):
    """For y = exp(z): what y_bar becomes at z."""
    pass

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    pass

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    pass

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    pass


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    pass


defvjp(logsumexp, logsumexp_vjp)

# %% [q7-check-answer]
def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""
    pass

# %% [q8-derivation-answer]
def derivation(w, x, b, t):
    """The lines of the derivation, with numbers: L, L_bar, y_bar, z_bar, w_bar, b_bar."""
    z = w * x + b
    y = 1.0 / (1.0 + np.exp(-z))
    L = 0.5 * (y - t) ** 2
    L_bar = 1.0
    y_bar = z_bar = w_bar = b_bar = None
    return {"L": L, "L_bar": L_bar, "y_bar": y_bar, "z_bar": z_bar, "w_bar": w_bar, "b_bar": b_bar}

# %% [q8-flatten-answer]
def flatten(value):
    """The vector of all numbers in value, and a function that puts a vector back in form."""
    pass

# %% [q8-sgd-answer]
def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    pass
