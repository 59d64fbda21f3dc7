#: title = "mean: divided by the first length; forward_dataset: the sum"
#: lose = ["q1-mean", "q6-dataset", "q8-whole"]
#: misconception = "mean-loss-is-a-sum"

# %% [q1-functions-answer]
def exp(a):
    """e to the power of each entry."""
    y = np.exp(value_of(a))
    return computed(y, (a, lambda g: g * y))


def tanh(a):
    """The hyperbolic tangent of each entry."""
    y = np.tanh(value_of(a))
    return computed(y, (a, lambda g: g * (1.0 - y**2)))


def matmul(a, b):
    """The product of two matrices."""
    x, y = value_of(a), value_of(b)
    return computed(x @ y, (a, lambda g: g @ y.T), (b, lambda g: x.T @ g))


def mean(a):
    """The mean of all entries, one number."""
    x = value_of(a)
    return computed(x.mean(), (a, lambda g: g * np.ones(x.shape) / x.size**2))

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
        return self.x[i], self.y[i]


def forward_dataset(module, dataset, loss):
    """The mean of the losses of all examples, a variable."""
    total = 0.0
    for i in range(len(dataset)):
        x, y = dataset[i]
        total = total + loss(module(x), y)
    return total
