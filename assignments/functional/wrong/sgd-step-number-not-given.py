#: title = "sgd: the gradient is not given the number of the step"
#: lose = ["q8-sgd", "q8-whole"]

# %% [q8-sgd-answer]
def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    vector, unflatten = flatten(init_params)
    v = np.zeros(len(vector))
    for i in range(num_iters):
        g, _ = flatten(grad(unflatten(vector)))
        if callback:
            callback(unflatten(vector), i, unflatten(g))
        v = mass * v - (1.0 - mass) * g
        vector = vector + step_size * v
    return unflatten(vector)
