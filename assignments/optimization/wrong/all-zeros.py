#: title = "every answer is zeros"
#: lose = [
#:     "q1-multiply",
#:     "q1-minus",
#:     "q1-divide",
#:     "q1-power",
#:     "q1-exp",
#:     "q1-tanh",
#:     "q1-matmul",
#:     "q1-mean",
#:     "q2-chain",
#:     "q2-shared",
#:     "q2-again",
#:     "q2-derivative",
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
#: misconception = "derivative-without-the-way-back"

# %% [q1-arithmetic-answer]
def multiply(a, b):
    """a * b"""
    return Variable(np.full(np.shape(value_of(a) + value_of(b)), 0.0))


def negative(a):
    """-a"""
    return Variable(np.full(np.shape(value_of(a)), 0.0))


def subtract(a, b):
    """a - b"""
    return Variable(np.full(np.shape(value_of(a) + value_of(b)), 0.0))


def divide(a, b):
    """a / b"""
    return Variable(np.full(np.shape(value_of(a) + value_of(b)), 0.0))

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    return Variable(np.full(np.shape(value_of(a) + value_of(b)), 0.0))

# %% [q1-functions-answer]
def exp(a):
    """e to the power of each entry."""
    return Variable(np.full(np.shape(value_of(a)), 0.0))


def tanh(a):
    """The hyperbolic tangent of each entry."""
    return Variable(np.full(np.shape(value_of(a)), 0.0))


def matmul(a, b):
    """The product of two matrices."""
    return Variable(np.full(np.shape(value_of(a) @ value_of(b)), 0.0))


def mean(a):
    """The mean of all entries, one number."""
    return Variable(0.0)

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    end.grad = np.full(end.value.shape, 0.0)

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    return np.full(np.shape(x), 0.0)

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        return []

# %% [q3-gd-answer]
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        """Set the gradients of all parameters to 0."""
        pass

    def step(self):
        """Change the value of each parameter by -lr times its gradient."""
        for parameter in self.params:
            parameter.value = np.full(parameter.value.shape, 0.0)

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    return np.full((len(lrs), epochs), 0.0), np.full((len(lrs), epochs), 0.0)

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    for run, xs in enumerate(x_history):
        ax.plot(np.full(len(xs), 0.0), label=f"run {run}")
    ax.set_yscale("log")

# %% [q4-rates-answer]
def error_factor(c, lr):
    """By what one step multiplies |x - x*| on a parabola of second derivative c."""
    return 0.0


def largest_rate(c):
    """The learning rate from which on the error does not shrink any more."""
    return 0.0

# %% [q5-surface-answer]
class Surface(Module):
    """A point on the surface; its parameters are x and y."""

    def __init__(self, init_x, init_y):
        self.x, self.y = Variable(0.0), Variable(0.0)

    def forward(self):
        """The height z at (x, y)."""
        return Variable(0.0)

# %% [q5-descents-answer]
def perform_2d_gd(initializations, lr=0.3, epochs=15):
    """Paths of shape (runs, epochs, 2), and the heights along them, of shape (runs, epochs)."""
    n = len(initializations)
    return np.full((n, epochs, 2), 0.0), np.full((n, epochs), 0.0)

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    for run, path in enumerate(paths):
        ax.plot(np.full(len(path), 0.0), np.full(len(path), 0.0), label=f"run {run}")

# %% [q6-layers-answer]
class Linear(Module):
    """weight @ x + bias, for columns x."""

    def __init__(self, shape, seed=None):
        self.weight, self.bias = Variable(np.full(shape, 0.0)), Variable(np.full((shape[0], 1), 0.0))

    def forward(self, x):
        return Variable(0.0)


class Tanh(Module):
    """The hyperbolic tangent, as a module."""

    def forward(self, x):
        return Variable(0.0)


class MSELoss(Module):
    """The mean of the squares of the differences."""

    def forward(self, output, label):
        return Variable(0.0)

# %% [q6-dataset-answer]
class Dataset:
    """Inputs and labels, an example each along the first axis."""

    def __init__(self, x, y):
        self.x = np.array(x, dtype=float)
        self.y = np.array(y, dtype=float)
        if len(self.x) != len(self.y):
            raise ValueError(f"{len(self.x)} inputs and {len(self.y)} labels do not fit together")

    def __len__(self):
        return 0

    def __getitem__(self, i):
        return np.full(self.x[i].shape, 0.0), np.full(self.y[i].shape, 0.0)


def forward_dataset(module, dataset, loss):
    """The mean of the losses of all examples, a variable."""
    return Variable(0.0)

# %% [q6-train-answer]
def train(perceptron, dataset, lr=0.1, epochs=100):
    """Weights, biases and losses before each step."""
    return np.full((epochs, 2), 0.0), np.full(epochs, 0.0), np.full(epochs, 0.0)

# %% [q7-answer]
def boundary(w, b, x1):
    """x2 where w[0] * x1 + w[1] * x2 + b is 0."""
    return np.full(np.shape(x1), 0.0)


def loss_surface(perceptron, dataset, W0, W1):
    """The mean loss for each pair of weights, an array of the shape of W0."""
    return np.full(W0.shape, 0.0)

# %% [q8-optimizers-answer]
class Momentum(GD):
    """Gradient descent with a velocity for each parameter."""

    def __init__(self, params, lr, mu=0.9):
        super().__init__(params, lr)

    def step(self):
        for parameter in self.params:
            parameter.value = np.full(parameter.value.shape, 0.0)


class Adam(GD):
    """Steps of about the same size for each entry of each parameter."""

    def __init__(self, params, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(params, lr)

    def step(self):
        for parameter in self.params:
            parameter.value = np.full(parameter.value.shape, 0.0)
