#: title = "sums and shapes by methods of g; zip_longest from the right"

# %% [q3-unbroadcast-answer]
from itertools import zip_longest


def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    pairs = list(zip_longest(reversed(np.shape(target)), reversed(np.shape(g)), fillvalue=1))
    last = len(pairs) - 1
    axes = tuple(last - i for i, (have, got) in enumerate(pairs) if have == 1 and got > 1)
    if axes:
        g = g.sum(axis=axes)
    return g if np.shape(g) == np.shape(target) else np.reshape(g, np.shape(target))
