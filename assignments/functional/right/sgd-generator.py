#: title = "the steps of sgd come from a generator, and its arrays are changed in place"

# %% [q8-sgd-answer]
def steps(gradient, x, step_size, mass):
    velocity, i = np.zeros_like(x), 0
    while True:
        g = gradient(x.copy(), i)
        yield x.copy(), g.copy()
        velocity *= mass
        velocity -= (1 - mass) * g
        x += step_size * velocity
        i += 1


def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    gradient, unflatten, x = flatten_func(grad, init_params)
    x = x.copy()
    walk = steps(gradient, x, step_size, mass)
    for i, (params, g) in zip(range(num_iters), walk):
        if callback:
            callback(unflatten(params), i, unflatten(g))
    if num_iters:
        final = x.copy()
        next(walk)
        return unflatten(x)
    return unflatten(x)
