#: title = "best_every is the root, rounded up"

# %% [q5-every-answer]
import math


def best_every(num_steps):
    """The length of a segment for which the fewest states are kept at once."""
    return math.ceil(math.sqrt(num_steps))
