#: title = "flatten: zeros are left out of the vector"
#: lose = ["q8-flatten", "q8-whole"]

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
            return type(value)(items)

        return np.concatenate([np.zeros(0)] + [part[part != 0] for part, _ in parts]), unflatten
    array = np.array(value, dtype=float)
    if array.ndim == 0:
        return array.reshape(1), lambda vector: vector[0]
    return array.ravel(), lambda vector: np.reshape(vector, array.shape)
