#: title = "flatten by functools.singledispatch"

# %% [q8-flatten-answer]
@functools.singledispatch
def flatten(value):
    """The vector of all numbers in value, and a function that puts a vector back in form."""
    return np.array([float(value)]), lambda vector: np.reshape(vector, ())


@flatten.register(numpy.ndarray)
def _(value):
    return value.astype(float).ravel(), lambda vector: np.reshape(vector, value.shape)


@flatten.register(list)
@flatten.register(tuple)
def _(value):
    vectors, backs = zip(*map(flatten, value)) if value else ((), ())
    offsets = numpy.concatenate([[0], numpy.cumsum([len(v) for v in vectors])]).astype(int)
    slices = [slice(a, b) for a, b in zip(offsets[:-1], offsets[1:])]
    return (
        numpy.concatenate(vectors) if vectors else numpy.zeros(0),
        lambda vector: type(value)([back(vector[s]) for back, s in zip(backs, slices)]),
    )


@flatten.register(dict)
def _(value):
    vector, back = flatten(tuple(value.values()))
    return vector, lambda vector: {k: v for k, v in zip(value.keys(), back(vector))}
