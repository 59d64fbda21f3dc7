#: title = "flatten sorts the keys, and returns its leaves by an iterator"

# %% [q8-flatten-answer]
def leaves(value):
    """All numbers and arrays in value, from left to right."""
    if isinstance(value, dict):
        for key in sorted(value):
            yield from leaves(value[key])
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from leaves(item)
    else:
        yield np.asarray(value, dtype=float)


def rebuild(value, parts):
    """A copy of value, with its leaves from an iterator."""
    if isinstance(value, dict):
        found = {key: rebuild(value[key], parts) for key in sorted(value)}
        return {key: found[key] for key in value}
    if isinstance(value, list):
        return [rebuild(item, parts) for item in value]
    if isinstance(value, tuple):
        return tuple([rebuild(item, parts) for item in value])
    return next(parts)


def flatten(value):
    """The vector of all numbers in value, and a function that puts a vector back in form."""
    arrays = list(leaves(value))
    sizes = [array.size for array in arrays]
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    vector = np.hstack([array.ravel() for array in arrays]) if arrays else np.array([])

    def unflatten(vector):
        return rebuild(value, (
            np.reshape(vector[start : start + size], array.shape)
            for start, size, array in zip(starts, sizes, arrays)
        ))

    return vector, unflatten
