#: title = "everything says what it does"

# %% [q2-answer]
def primitive(f_raw):
    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        top = max(arg._trace for arg in args if isbox(arg))
        print("calling", f_raw, "with", args, kwargs, "at level", top)
        argnums = [i for i, arg in enumerate(args) if isbox(arg) and arg._trace == top]
        argvals = list(args)
        for i in argnums:
            argvals[i] = args[i]._value
        value = f_wrapped(*argvals, **kwargs)
        node = Node(value, f_wrapped, argvals, kwargs, argnums, [args[i]._node for i in argnums])
        print("made", node)
        return new_box(value, top, node)

    return f_wrapped

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    """Send g back from end_node to the input; return what arrives there."""
    print("backward from", end_node, "with", g)
    outgrads = {end_node: g}
    for node in toposort(end_node):
        print(" ", node, "has received", outgrads[node])
        for argnum, parent in zip(node.argnums, node.parents):
            sent = primitive_vjps[node.fun][argnum](outgrads[node], node.value, *node.args, **node.kwargs)
            print("    sends", sent, "to", parent)
            outgrads[parent] = add_outgrads(outgrads.get(parent), sent)
    return outgrads[node]


def add_outgrads(prev_g, g):
    """The sum of what was received before (None for nothing) and one more message."""
    print("adding", prev_g, g)
    return g if prev_g is None else g + prev_g

# %% [after q4-backward-answer]
y, end = trace(Node.new_root(2.0), lambda x: x * x + np.sin(x), 2.0)
print(backward_pass(1.0, end), "should be", 4.0 + np.cos(2.0))

# %% [q8-sgd-answer]
def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    flattened_grad, unflatten, x = flatten_func(grad, init_params)
    velocity = np.zeros(len(x))
    for i in range(num_iters):
        g = flattened_grad(x, i)
        if i % 50 == 0:
            print(f"step {i}: x = {x}, |g| = {np.linalg.norm(g):.3g}")
        if callback:
            callback(unflatten(x), i, unflatten(g))
        velocity = mass * velocity - (1.0 - mass) * g
        x = x + step_size * velocity
    return unflatten(x)
