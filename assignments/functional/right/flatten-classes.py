#: title = "flatten puts a vector back by a class with a method for each kind of container"

# %% [q8-flatten-answer]
class Space:
    """How a value of one form becomes a vector, and back."""

    @staticmethod
    def of(value):
        for kind in (DictSpace, SequenceSpace):
            if isinstance(value, kind.types):
                return kind(value)
        return ArraySpace(value)


class DictSpace(Space):
    types = (dict,)

    def __init__(self, value):
        self.spaces = {key: Space.of(item) for key, item in value.items()}
        self.size = sum(space.size for space in self.spaces.values())

    def flatten(self, value):
        for key, space in self.spaces.items():
            yield from space.flatten(value[key])

    def unflatten(self, vector):
        found, used = {}, 0
        for key, space in self.spaces.items():
            found[key] = space.unflatten(vector[used : used + space.size])
            used += space.size
        return found


class SequenceSpace(Space):
    types = (list, tuple)

    def __init__(self, value):
        self.make = list if isinstance(value, list) else tuple
        self.spaces = [Space.of(item) for item in value]
        self.size = sum(space.size for space in self.spaces)

    def flatten(self, value):
        for item, space in zip(value, self.spaces):
            yield from space.flatten(item)

    def unflatten(self, vector):
        ends = numpy.cumsum([0] + [space.size for space in self.spaces])
        return self.make(
            space.unflatten(vector[a:b]) for space, a, b in zip(self.spaces, ends, ends[1:])
        )


class ArraySpace(Space):
    def __init__(self, value):
        self.shape = np.shape(value)
        self.size = int(np.prod(self.shape))

    def flatten(self, value):
        yield from np.asarray(value).flat

    def unflatten(self, vector):
        return np.reshape(vector, self.shape)


def flatten(value):
    """The vector of all numbers in value, and a function that puts a vector back in form."""
    space = Space.of(value)
    return np.fromiter(space.flatten(value), dtype=float), space.unflatten
