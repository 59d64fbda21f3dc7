#: title = "plain lists of copies, one node for the mean"

# %% [q6-dataset-answer]
class Dataset:
    """Inputs and labels, an example each along the first axis."""

    def __init__(self, x, y):
        if len(x) != len(y):
            raise ValueError(f"{len(x)} inputs and {len(y)} labels do not fit together")
        self.x = [np.array(one, dtype=float) for one in x]
        self.y = [np.array(one, dtype=float) for one in y]

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return Dataset(self.x[i], self.y[i])
        return (self.x[i], self.y[i])


def forward_dataset(module, dataset, loss):
    """The mean of the losses of all examples, a variable."""
    n = len(dataset)
    losses = [loss(module(dataset[i][0]), dataset[i][1]) for i in range(n)]
    value = np.mean([value_of(one) for one in losses])
    return computed(value, *[(one, lambda g: g / n) for one in losses])
