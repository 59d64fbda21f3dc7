#: title = "flatten keeps a position in a variable of the enclosing function"

# %% [q8-flatten-answer]
def flatten(value):
    """The vector of all numbers in value, and a function that puts a vector back in form."""
    numbers = []

    def collect(v):
        if isinstance(v, dict):
            for k in v.keys():
                collect(v[k])
        elif isinstance(v, (list, tuple)):
            for item in v:
                collect(item)
        else:
            numbers.extend(np.array(v, dtype=float).reshape(-1).tolist())

    def unflatten(vector):
        position = 0

        def take(v):
            nonlocal position
            if isinstance(v, dict):
                return {k: take(v[k]) for k in v}
            if isinstance(v, list):
                return list(map(take, v))
            if isinstance(v, tuple):
                return tuple(map(take, v))
            if np.ndim(v) == 0:
                position += 1
                return vector[position - 1]
            n = np.size(v)
            position += n
            return vector[position - n : position].reshape(np.shape(v))

        return take(value)

    collect(value)
    return np.array(numbers, dtype=float), unflatten
