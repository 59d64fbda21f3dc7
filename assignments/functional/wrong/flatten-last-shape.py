#: title = "flatten: functions made in a loop all use the loop's last array"
#: lose = ["q8-flatten", "q8-whole"]

# %% [q8-flatten-answer]
def flatten(value):
    """The vector of all numbers in value, and a function that puts a vector back in form."""
    if isinstance(value, dict):
        vector, back = flatten(list(value.values()))
        return vector, lambda vector: dict(zip(value, back(vector)))
    if isinstance(value, (list, tuple)):
        vectors, backs, sizes = [], [], []
        for item in value:
            vector, back = flatten(item)
            vectors.append(vector)
            sizes.append(len(vector))
            backs.append(lambda vector: back(vector))

        def unflatten(vector):
            items, start = [], 0
            for size, put_back in zip(sizes, backs):
                items.append(put_back(vector[start : start + size]))
                start += size
            return type(value)(items)

        return np.concatenate(vectors), unflatten
    array = np.array(value, dtype=float)
    if array.ndim == 0:
        return array.reshape(1), lambda vector: vector[0]
    return array.ravel(), lambda vector: np.reshape(vector, array.shape)
