#: title = "the lines of the lecture, as they are printed"

# %% [q3-first-answer]
defvjp(negative, lambda g, ans, x: -g)
defvjp(exp,      lambda g, ans, x: ans * g)
defvjp(log,      lambda g, ans, x: g / x)

defvjp(add,      lambda g, ans, x, y : g,
              lambda g, ans, x, y : g)
defvjp(multiply, lambda g, ans, x, y : y * g,
              lambda g, ans, x, y : x * g)
defvjp(subtract, lambda g, ans, x, y : g,
              lambda g, ans, x, y : -g)

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    outgrads = {end_node: g}
    for node in toposort(end_node):
        outgrad = outgrads.pop(node)
        fun, value, args, kwargs, argnums = node.recipe
        for argnum, parent in zip(argnums, node.parents):
            vjp = primitive_vjps[fun][argnum]
            parent_grad = vjp(outgrad, value, *args, **kwargs)
            outgrads[parent] = add_outgrads(outgrads.get(parent), parent_grad)
    return outgrad

def add_outgrads(prev_g, g):
    if prev_g is None:
        return g
    return prev_g + g

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """Trace the computation to build the computation graph, and return
    a function which implements the backward pass."""
    start_node = Node.new_root()
    end_value, end_node = trace(start_node, fun, x)
    def vjp(g):
        return backward_pass(g, end_node)
    return vjp, end_value

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    def gradfun(*args, **kwargs):
        unary_fun = lambda x: fun(*subval(args, argnum, x), **kwargs)
        vjp, ans = make_vjp(unary_fun, args[argnum])
        return vjp(np.ones_like(ans))
    return gradfun

# %% [q6-products-answer]
def product_vjp(W, x, z_bar):
    x_bar = W.T @ z_bar
    W_bar = z_bar[:, None] * x[None, :]
    return W_bar, x_bar

def exp_vjp(z, y_bar):
    z_bar = np.exp(z) * y_bar
    return z_bar

# %% [q8-derivation-answer]
def derivation(w, x, b, t):
    """The lines of the derivation, with numbers: L, L_bar, y_bar, z_bar, w_bar, b_bar."""
    sigma = lambda z: 1. / (1. + np.exp(-z))
    sigma_prime = lambda z: sigma(z) * (1 - sigma(z))

    z = w * x + b
    y = sigma(z)
    L = 1/2 * (y - t)**2

    L_bar = 1
    y_bar = y - t
    z_bar = y_bar * sigma_prime(z)
    w_bar = z_bar * x
    b_bar = z_bar
    return {"L": L, "L_bar": L_bar, "y_bar": y_bar, "z_bar": z_bar, "w_bar": w_bar, "b_bar": b_bar}
