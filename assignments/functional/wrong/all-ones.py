#: title = "every answer is ones"
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
#: misconception = ["order-only-the-end", "rule-without-g"]

# %% [q1-answer]
def one_sided(f, x, h):
    return np.ones_like(x)


def two_sided(f, x, h):
    return np.ones_like(x)

# %% [q2-answer]
def primitive(f_raw):
    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        return 1.0

    return f_wrapped

# %% [q3-first-answer]
defvjp(exp, lambda g, ans, x: np.ones_like(x))
defvjp(log, lambda g, ans, x: np.ones_like(x))
for fun in (add, multiply, subtract):
    defvjp(fun, lambda g, ans, x, y: np.ones_like(x), lambda g, ans, x, y: np.ones_like(y))

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    return np.ones_like(target)

# %% [q3-more-answer]
for fun in (divide, power):
    defvjp(fun, lambda g, ans, x, y: np.ones_like(x), lambda g, ans, x, y: np.ones_like(y))
defvjp(tanh, lambda g, ans, x: np.ones_like(x))

# %% [q3-sum-answer]
defvjp(np.sum, lambda g, ans, x, axis=None, keepdims=False: np.ones_like(x))

# %% [q3-dot-answer]
defvjp(dot, lambda g, ans, x, y: np.ones_like(x), lambda g, ans, x, y: np.ones_like(y))

# %% [q4-toposort-answer]
def toposort(end_node):
    return [end_node]

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    return 1.0


def add_outgrads(prev_g, g):
    return 1.0

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    return lambda g: np.ones_like(x), 1.0

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    return lambda *args, **kwargs: np.ones_like(args[argnum])

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    return lambda *args, **kwargs: (1.0, np.ones_like(args[argnum]))


def hvp(fun, x, v):
    return np.ones_like(x)

# %% [q6-products-answer]
def product_vjp(W, x, z_bar):
    return np.ones_like(W), np.ones_like(x)


def exp_vjp(z, y_bar):
    return np.ones_like(z)

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    return np.ones(np.shape(fun(x)) + np.shape(x))

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    return lambda v: np.ones_like(fun(x)), 1.0

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    return 1.0


def logsumexp_vjp(g, ans, x):
    return np.ones_like(x)


defvjp(logsumexp, logsumexp_vjp)

# %% [q7-check-answer]
def check_grads(fun, modes=("fwd", "rev"), order=2):
    return lambda x: None

# %% [q8-derivation-answer]
def derivation(w, x, b, t):
    L = L_bar = y_bar = z_bar = w_bar = b_bar = 1.0
    return {"L": L, "L_bar": L_bar, "y_bar": y_bar, "z_bar": z_bar, "w_bar": w_bar, "b_bar": b_bar}

# %% [q8-flatten-answer]
def flatten(value):
    return np.ones(1), lambda vector: value

# %% [q8-sgd-answer]
def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    return init_params
