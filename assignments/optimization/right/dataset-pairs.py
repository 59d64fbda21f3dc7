#: title = "pairs are kept beside the arrays, and losses are reduced"

# %% [q6-dataset-answer]
from functools import reduce


class Dataset:
    """Inputs and labels, an example each along the first axis."""

    def __init__(self, x, y):
        self.x = np.array(x, dtype=float)
        self.y = np.array(y, dtype=float)
        if len(self.x) != len(self.y):
            raise ValueError(f"{len(self.x)} inputs and {len(self.y)} labels do not fit together")
        self.pairs = list(zip(self.x, self.y))

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, i):
        return self.pairs[i]


def forward_dataset(module, dataset, loss):
    """The mean of the losses of all examples, a variable."""
    losses = [loss(module(x), y) for x, y in dataset]
    return reduce(add, losses) * (1 / len(losses))
