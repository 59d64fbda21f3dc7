#: title = "flatten: containers within containers are not thought of"
#: lose = ["q8-flatten"]

# %% [q8-flatten-answer]
def flatten(value):
    """The vector of all numbers in value, and a function that puts a vector back in form."""
    if isinstance(value, dict):
        arrays = [np.array(item, dtype=float) for item in value.values()]
    elif isinstance(value, (list, tuple)):
        arrays = [np.array(item, dtype=float) for item in value]
    else:
        array = np.array(value, dtype=float)
        return array.ravel(), lambda vector: np.reshape(vector, array.shape)

    def unflatten(vector):
        items, start = [], 0
        for array in arrays:
            items.append(np.reshape(vector[start : start + array.size], array.shape))
            start += array.size
        return dict(zip(value, items)) if isinstance(value, dict) else type(value)(items)

    return np.concatenate([array.ravel() for array in arrays]), unflatten
