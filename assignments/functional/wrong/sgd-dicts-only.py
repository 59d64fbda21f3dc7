#: title = "sgd: parameters are taken for a dict of arrays"
#: lose = ["q8-sgd"]

# %% [q8-sgd-answer]
def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    params = dict(init_params)
    velocity = {key: np.zeros(np.shape(item)) for key, item in params.items()}
    for i in range(num_iters):
        g = grad(params, i)
        if callback:
            callback(dict(params), i, g)
        for key in params:
            velocity[key] = mass * velocity[key] - (1.0 - mass) * g[key]
            params[key] = params[key] + step_size * velocity[key]
    return params
