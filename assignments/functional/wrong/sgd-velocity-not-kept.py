#: title = "sgd: the velocity begins with zeros in each step"
#: lose = ["q8-sgd", "q8-whole"]
#: misconception = "sgd-velocity-forgotten"

# %% [q8-sgd-answer]
def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    flat_grad, unflatten, x = flatten_func(grad, init_params)
    for i in range(num_iters):
        v = np.zeros(len(x))
        g = flat_grad(x, i)
        if callback:
            callback(unflatten(x), i, unflatten(g))
        v = mass * v - (1.0 - mass) * g
        x = x + step_size * v
    return unflatten(x)
