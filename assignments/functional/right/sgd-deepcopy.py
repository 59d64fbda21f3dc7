#: title = "sgd flattens anew in each step, from a deep copy"

# %% [q8-sgd-answer]
import copy


def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    params = copy.deepcopy(init_params)
    _, unflatten = flatten(params)
    velocity = None
    i = 0
    while i < num_iters:
        gradient = grad(params, i)
        if callback is not None:
            callback(params, i, gradient)
        g, x = flatten(gradient)[0], flatten(params)[0]
        if velocity is None:
            velocity = -(1 - mass) * g
        else:
            velocity = mass * velocity - (1 - mass) * g
        params = unflatten(x + velocity * step_size)
        i += 1
    return params
