#: title = "flatten: tuples come back as lists; sgd: no factor 1 - mass"
#: lose = ["q8-flatten", "q8-sgd", "q8-whole"]
#: misconception = ["flatten-tuples-become-lists", "sgd-whole-gradient"]

# %% [q8-flatten-answer]
def flatten(value):
    """The vector of all numbers in value, and a function that puts a vector back in form."""
    if isinstance(value, dict):
        vector, unflatten_list = flatten(list(value.values()))
        keys = list(value)
        return vector, lambda vector: dict(zip(keys, unflatten_list(vector)))
    if isinstance(value, (list, tuple)):
        parts = [flatten(item) for item in value]

        def unflatten(vector):
            items, start = [], 0
            for part, unflatten_item in parts:
                items.append(unflatten_item(vector[start : start + len(part)]))
                start += len(part)
            return items

        return np.concatenate([np.zeros(0)] + [part for part, _ in parts]), unflatten
    array = np.array(value, dtype=float)
    if array.ndim == 0:
        return array.reshape(1), lambda vector: vector[0]
    return array.ravel(), lambda vector: np.reshape(vector, array.shape)

# %% [q8-sgd-answer]
def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    flat_grad, unflatten, x = flatten_func(grad, init_params)
    v = np.zeros(len(x))
    for i in range(num_iters):
        g = flat_grad(x, i)
        if callback:
            callback(unflatten(x), i, unflatten(g))
        v = mass * v - g
        x = x + step_size * v
    return unflatten(x)
