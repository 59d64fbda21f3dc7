#: title = "sums by halves, so that the chain stays short"

# %% [q6-dataset-answer]
class Dataset:
    """Inputs and labels, an example each along the first axis."""

    def __init__(self, x, y):
        self.x = np.array(x, dtype=float)
        self.y = np.array(y, dtype=float)
        if len(self.x) != len(self.y):
            raise ValueError(f"{len(self.x)} inputs and {len(self.y)} labels do not fit together")

    def __len__(self):
        return min(len(self.x), len(self.y))

    def __getitem__(self, i):
        x, y = self.x[i], self.y[i]
        return x, y


def forward_dataset(module, dataset, loss):
    """The mean of the losses of all examples, a variable."""

    def between(i, j):
        if j - i == 1:
            x, y = dataset[i]
            return loss(module(x), y)
        middle = (i + j) // 2
        return between(i, middle) + between(middle, j)

    return between(0, len(dataset)) / len(dataset)
