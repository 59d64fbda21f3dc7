#: title = "only Q1 and Q2 are written"
#: lose = [
#:     "q3-parameters",
#:     "q3-once",
#:     "q3-zero",
#:     "q3-step",
#:     "q4-runs",
#:     "q4-errors",
#:     "q4-rates",
#:     "q5-surface",
#:     "q5-descents",
#:     "q5-paths",
#:     "q6-linear",
#:     "q6-loss",
#:     "q6-dataset",
#:     "q6-train",
#:     "q7-boundary",
#:     "q7-surface",
#:     "q8-momentum",
#:     "q8-adam",
#:     "q8-whole",
#: ]

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        # YOUR CODE HERE
        raise NotImplementedError()

# %% [q3-gd-answer]
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        """Set the gradients of all parameters to 0."""
        # YOUR CODE HERE
        raise NotImplementedError()

    def step(self):
        """Change the value of each parameter by -lr times its gradient."""
        # YOUR CODE HERE
        raise NotImplementedError()

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q4-rates-answer]
def error_factor(c, lr):
    """By what one step multiplies |x - x*| on a parabola of second derivative c."""
    # YOUR CODE HERE
    raise NotImplementedError()


def largest_rate(c):
    """The learning rate from which on the error does not shrink any more."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q5-surface-answer]
class Surface(Module):
    """A point on the surface; its parameters are x and y."""

    def __init__(self, init_x, init_y):
        # YOUR CODE HERE
        raise NotImplementedError()

    def forward(self):
        """The height z at (x, y)."""
        # YOUR CODE HERE
        raise NotImplementedError()

# %% [q5-descents-answer]
def perform_2d_gd(initializations, lr=0.3, epochs=15):
    """Paths of shape (runs, epochs, 2), and the heights along them, of shape (runs, epochs)."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q6-layers-answer]
class Linear(Module):
    """weight @ x + bias, for columns x."""

    def __init__(self, shape, seed=None):
        # YOUR CODE HERE
        raise NotImplementedError()

    def forward(self, x):
        # YOUR CODE HERE
        raise NotImplementedError()


class Tanh(Module):
    """The hyperbolic tangent, as a module."""

    def forward(self, x):
        # YOUR CODE HERE
        raise NotImplementedError()


class MSELoss(Module):
    """The mean of the squares of the differences."""

    def forward(self, output, label):
        # YOUR CODE HERE
        raise NotImplementedError()

# %% [q6-dataset-answer]
class Dataset:
    """Inputs and labels, an example each along the first axis."""

    def __init__(self, x, y):
        self.x = np.array(x, dtype=float)
        self.y = np.array(y, dtype=float)
        if len(self.x) != len(self.y):
            raise ValueError(f"{len(self.x)} inputs and {len(self.y)} labels do not fit together")

    def __len__(self):
        # YOUR CODE HERE
        raise NotImplementedError()

    def __getitem__(self, i):
        # YOUR CODE HERE
        raise NotImplementedError()


def forward_dataset(module, dataset, loss):
    """The mean of the losses of all examples, a variable."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q6-train-answer]
def train(perceptron, dataset, lr=0.1, epochs=100):
    """Weights, biases and losses before each step."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q7-answer]
def boundary(w, b, x1):
    """x2 where w[0] * x1 + w[1] * x2 + b is 0."""
    # YOUR CODE HERE
    raise NotImplementedError()


def loss_surface(perceptron, dataset, W0, W1):
    """The mean loss for each pair of weights, an array of the shape of W0."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q8-optimizers-answer]
class Momentum(GD):
    """Gradient descent with a velocity for each parameter."""

    def __init__(self, params, lr, mu=0.9):
        # YOUR CODE HERE
        raise NotImplementedError()

    def step(self):
        # YOUR CODE HERE
        raise NotImplementedError()


class Adam(GD):
    """Steps of about the same size for each entry of each parameter."""

    def __init__(self, params, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
        # YOUR CODE HERE
        raise NotImplementedError()

    def step(self):
        # YOUR CODE HERE
        raise NotImplementedError()
