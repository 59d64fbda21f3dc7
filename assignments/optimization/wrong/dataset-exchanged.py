#: title = "Dataset: label first"
#: lose = ["q6-dataset", "q8-whole"]
#: misconception = "dataset-label-first"

# %% [q6-dataset-answer]
class Dataset:
    """Inputs and labels, an example each along the first axis."""

    def __init__(self, x, y):
        self.x = np.array(x, dtype=float)
        self.y = np.array(y, dtype=float)
        if len(self.x) != len(self.y):
            raise ValueError(f"{len(self.x)} inputs and {len(self.y)} labels do not fit together")

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.y[i], self.x[i]


def forward_dataset(module, dataset, loss):
    """The mean of the losses of all examples, a variable."""
    total = 0.0
    for i in range(len(dataset)):
        x, y = dataset[i]
        total = total + loss(module(x), y)
    return total / len(dataset)
