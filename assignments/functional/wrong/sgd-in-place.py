#: title = "sgd: parameters are moved in place, also those that a callback has kept"
#: lose = ["q8-sgd"]

# %% [q8-sgd-answer]
def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    flattened_grad, unflatten, x = flatten_func(grad, init_params)
    x = x.copy()
    velocity = np.zeros(len(x))
    for i in range(num_iters):
        g = flattened_grad(x, i)
        if callback:
            callback(unflatten(x), i, unflatten(g))
        velocity *= mass
        velocity -= (1.0 - mass) * g
        x += step_size * velocity
    return unflatten(x)
