#: title = "flatten: where integers were, integers are put back"
#: lose = ["q8-flatten"]

# %% [q8-flatten-answer]
def flatten(value):
    """The vector of all numbers in value, and a function that puts a vector back in form."""
    if isinstance(value, dict):
        vector, unflatten_list = flatten(list(value.values()))
        return vector, lambda vector: dict(zip(value, unflatten_list(vector)))
    if isinstance(value, (list, tuple)):
        parts = [flatten(item) for item in value]

        def unflatten(vector):
            items, start = [], 0
            for part, unflatten_item in parts:
                items.append(unflatten_item(vector[start : start + len(part)]))
                start += len(part)
            return type(value)(items)

        return np.concatenate([np.zeros(0), *[part for part, _ in parts]]), unflatten
    array = np.array(value, dtype=float)
    if array.ndim == 0:
        return array.reshape(1), lambda vector: type(value)(vector[0]) if isinstance(value, int) and not isbox(vector) else vector[0]
    return array.ravel(), lambda vector: np.reshape(vector, array.shape)
