#: title = "sgd without flatten: a function goes over trees of parameters"

# %% [q8-sgd-answer]
def tree_map(f, tree, *others):
    if isinstance(tree, dict):
        return {k: tree_map(f, tree[k], *[other[k] for other in others]) for k in tree}
    if isinstance(tree, (list, tuple)):
        return type(tree)([tree_map(f, *items) for items in zip(tree, *others)])
    return f(tree, *others)


def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    params = tree_map(lambda p: np.array(p, dtype=float)[()], init_params)
    velocity = tree_map(lambda p: p * 0.0, params)
    for i in range(num_iters):
        g = grad(params, i)
        if callback is not None:
            callback(params, i, g)
        velocity = tree_map(lambda v, d: mass * v - (1 - mass) * d, velocity, g)
        params = tree_map(lambda p, v: p + step_size * v, params, velocity)
    return params
