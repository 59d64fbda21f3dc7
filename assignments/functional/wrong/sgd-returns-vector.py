#: title = "sgd: the vector is returned, not the form of the parameters"
#: lose = ["q8-sgd", "q8-whole"]
#: misconception = "sgd-returns-a-vector"

# %% [q8-sgd-answer]
def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    flat_grad, unflatten, x = flatten_func(grad, init_params)
    v = np.zeros(len(x))
    for i in range(num_iters):
        g = flat_grad(x, i)
        if callback:
            callback(unflatten(x), i, unflatten(g))
        v = mass * v - (1.0 - mass) * g
        x = x + step_size * v
    return x
