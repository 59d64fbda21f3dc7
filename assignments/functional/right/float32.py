#: title = "messages and rows keep the precision of what they stand for"

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return vjp(np.ones(np.shape(ans), dtype=numpy.asarray(unboxed(ans)).dtype))
    return gradfun

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, ans = make_vjp(fun, x)
    dtype = np.result_type(ans)
    identity = np.identity(np.size(ans), dtype=dtype)
    rows = [np.ravel(vjp(row.reshape(np.shape(ans)))) for row in identity]
    return np.vstack(rows).astype(dtype).reshape(np.shape(ans) + np.shape(x))

# %% [q8-flatten-answer]
def flatten(value):
    """The vector of all numbers in value, and a function that puts a vector back in form."""
    if isinstance(value, (dict, list, tuple)):
        keys = list(value) if isinstance(value, dict) else range(len(value))
        vectors, unflattens = [np.zeros(0, np.float32)], []
        for key in keys:
            vector, unflatten = flatten(value[key])
            vectors.append(vector)
            unflattens.append(unflatten)
        cuts = np.cumsum([len(vector) for vector in vectors])

        def unflatten_all(vector):
            items = [f(vector[a:b]) for f, a, b in zip(unflattens, cuts[:-1], cuts[1:])]
            if isinstance(value, dict):
                return {key: item for key, item in zip(keys, items)}
            return items if isinstance(value, list) else tuple(items)

        return np.concatenate(vectors), unflatten_all
    array = np.asarray(value)
    if array.dtype.kind != "f":
        array = array.astype(float)
    return array.flatten(), lambda vector: np.reshape(vector, array.shape)
