#: title = "sgd: there is no velocity, plain descent"
#: lose = ["q8-sgd", "q8-whole"]
#: misconception = "sgd-without-momentum"

# %% [q8-sgd-answer]
def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    flat_grad, unflatten, x = flatten_func(grad, init_params)
    for i in range(num_iters):
        g = flat_grad(x, i)
        if callback:
            callback(unflatten(x), i, unflatten(g))
        x = x - step_size * g
    return unflatten(x)
