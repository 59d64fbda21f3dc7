#: title = "the steps of sgd come from a generator, and its arrays are changed in place"

# %% [q8-sgd-answer]
def steps(gradient, x, step_size, mass):
    """Change x in place, step by step; give what x was before, the step's number, the gradient."""
    velocity, i = np.zeros_like(x), 0
    while True:
        g = gradient(x.copy(), i)
        yield x.copy(), i, g.copy()
        velocity *= mass
        velocity -= (1 - mass) * g
        x += step_size * velocity
        yield
        i += 1


def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    gradient, unflatten, x = flatten_func(grad, init_params)
    x = x.copy()
    walk = steps(gradient, x, step_size, mass)
    for _ in range(num_iters):
        params, i, g = next(walk)
        if callback:
            callback(unflatten(params), i, unflatten(g))
        next(walk)
    return unflatten(x)
