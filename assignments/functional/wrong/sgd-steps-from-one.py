#: title = "sgd: steps are counted from 1"
#: lose = ["q8-sgd"]
#: misconception = "sgd-counts-from-one"

# %% [q8-sgd-answer]
def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    flat_grad, unflatten, x = flatten_func(grad, init_params)
    v = np.zeros(len(x))
    for i in range(1, num_iters + 1):
        g = flat_grad(x, i)
        if callback:
            callback(unflatten(x), i, unflatten(g))
        v = mass * v - (1.0 - mass) * g
        x = x + step_size * v
    return unflatten(x)
