#: title = "a whole solution, long and careful"

# %% [before q1-arithmetic-answer]
import logging
import warnings
from collections import deque
from typing import Callable, Iterable, Iterator, Sequence, Union

logger = logging.getLogger("optimization")
Operand = Union[Variable, float, int, np.ndarray]
Message = Callable[[np.ndarray], np.ndarray]


def require(condition: bool, text: str) -> None:
    """Raise a ValueError that says what is wrong."""
    if not condition:
        raise ValueError(text)

# %% [q1-arithmetic-answer]
def edges_of(operands: Sequence[Operand], messages: Sequence[Message]) -> list:
    """The edges to those operands that are variables.

    Each message is given the shape of the variable that it is sent to.
    """
    edges = []
    for operand, message in zip(operands, messages):
        if not isinstance(operand, Variable):
            continue
        shape = operand.value.shape

        def send(g, message=message, shape=shape):
            sent = fitted(message(np.asarray(g, dtype=float)), shape)
            assert np.shape(sent) == shape
            return sent

        edges.append((operand, send))
    return edges


def multiply(a: Operand, b: Operand) -> Variable:
    """The product a * b, entry by entry."""
    value_a = value_of(a)
    value_b = value_of(b)

    def message_to_a(g):
        return np.multiply(g, value_b)

    def message_to_b(g):
        return np.multiply(g, value_a)

    return Variable(np.multiply(value_a, value_b), edges_of([a, b], [message_to_a, message_to_b]))


def negative(a: Operand) -> Variable:
    """The negative -a."""

    def message_to_a(g):
        return np.negative(g)

    return Variable(np.negative(value_of(a)), edges_of([a], [message_to_a]))


def subtract(a: Operand, b: Operand) -> Variable:
    """The difference a - b."""
    value_a = value_of(a)
    value_b = value_of(b)

    def message_to_a(g):
        return np.positive(g)

    def message_to_b(g):
        return np.negative(g)

    return Variable(np.subtract(value_a, value_b), edges_of([a, b], [message_to_a, message_to_b]))


def divide(a: Operand, b: Operand) -> Variable:
    """The quotient a / b. d(a/b)/da = 1/b and d(a/b)/db = -a/b^2."""
    numerator = value_of(a)
    denominator = value_of(b)

    def message_to_a(g):
        return np.divide(g, denominator)

    def message_to_b(g):
        return np.divide(np.multiply(-g, numerator), np.square(denominator))

    value = np.divide(numerator, denominator)
    return Variable(value, edges_of([a, b], [message_to_a, message_to_b]))

# %% [q1-power-answer]
def power(a: Operand, b: Operand) -> Variable:
    """The power a ** b. The logarithm is only taken when the exponent is a variable."""
    base = value_of(a)
    exponent = value_of(b)
    value = np.power(base, exponent)

    def message_to_base(g):
        return np.multiply(g, np.multiply(exponent, np.power(base, np.subtract(exponent, 1.0))))

    def message_to_exponent(g):
        with np.errstate(divide="ignore", invalid="ignore"):
            logarithm = np.log(base)
        return np.multiply(g, np.multiply(value, logarithm))

    messages = []
    if isinstance(a, Variable):
        messages.append((a, message_to_base))
    if isinstance(b, Variable):
        messages.append((b, message_to_exponent))
    return computed(value, *messages)

# %% [q1-functions-answer]
def exp(a: Operand) -> Variable:
    """The exponential of each entry. It is its own derivative."""
    value = np.exp(value_of(a))

    def message_to_a(g):
        return np.multiply(g, value)

    return computed(value, (a, message_to_a))


def tanh(a: Operand) -> Variable:
    """The hyperbolic tangent of each entry, of slope 1 - tanh^2."""
    value = np.tanh(value_of(a))
    slope = np.subtract(1.0, np.square(value))

    def message_to_a(g):
        return np.multiply(g, slope)

    return computed(value, (a, message_to_a))


def matmul(a: Operand, b: Operand) -> Variable:
    """The product of two matrices: (n, k) @ (k, m) is (n, m)."""
    left = value_of(a)
    right = value_of(b)
    require(left.ndim == 2, f"the left factor has {left.ndim} dimensions, not 2")
    require(right.ndim == 2, f"the right factor has {right.ndim} dimensions, not 2")
    require(left.shape[1] == right.shape[0], f"{left.shape} @ {right.shape} does not fit")

    def message_to_left(g):
        # (n, m) @ (m, k)
        return np.matmul(g, np.transpose(right))

    def message_to_right(g):
        # (k, n) @ (n, m)
        return np.matmul(np.transpose(left), g)

    return computed(np.matmul(left, right), (a, message_to_left), (b, message_to_right))


def mean(a: Operand) -> Variable:
    """The mean of all entries. Each counts 1 / size."""
    value = value_of(a)
    require(value.size > 0, "there is no mean of nothing")

    def message_to_a(g):
        return np.full(value.shape, np.divide(g, value.size))

    return computed(np.mean(value), (a, message_to_a))

# %% [q2-answer]
def count_users(end: Variable) -> dict:
    """How many edges lead into each variable, for all that end was computed from."""
    number_of_users = {end: 0}
    waiting = deque([end])
    while waiting:
        user = waiting.popleft()
        for operand, _ in user.edges:
            if operand not in number_of_users:
                number_of_users[operand] = 0
                waiting.append(operand)
            number_of_users[operand] += 1
    return number_of_users


def backward(end: Variable) -> None:
    """Fill in grad of everything that end was computed from."""
    require(end.value.size == 1, "backward starts from one number")
    missing = count_users(end)

    # 1. what was computed starts afresh
    for variable in missing:
        if variable.edges:
            variable.grad = np.zeros(variable.value.shape)

    # 2. the gradient of the end by itself
    end.grad = end.grad + np.ones(end.value.shape)

    # 3. send, once everything has arrived
    complete = deque([end])
    while complete:
        user = complete.popleft()
        for operand, send in user.edges:
            message = send(user.grad)
            operand.grad = operand.grad + message
            missing[operand] -= 1
            if missing[operand] == 0:
                complete.append(operand)
    assert not any(missing.values())

# %% [q2-derivative-answer]
def derivative(f: Callable[[Variable], Variable], x) -> np.ndarray:
    """The gradient of f at x, an array of the shape of x."""
    variable = Variable(x)
    result = f(variable)
    if not isinstance(result, Variable):
        # f does not depend on its argument
        return np.zeros(variable.value.shape)
    result.backward()
    gradient = np.array(variable.grad, dtype=float)
    require(gradient.shape == np.shape(x), "the gradient has the shape of x")
    return gradient

# %% [q3-module-answer]
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def forward(self, *inputs):
        raise NotImplementedError(f"{type(self).__name__} has no forward")

    def __iter_parameters(self) -> Iterator[Variable]:
        visited_containers: set = set()
        stack: list = [iter([self])]
        while stack:
            try:
                thing = next(stack[-1])
            except StopIteration:
                stack.pop()
                continue
            if isinstance(thing, Variable):
                yield thing
            elif isinstance(thing, (Module, list)):
                if id(thing) in visited_containers:
                    continue
                visited_containers.add(id(thing))
                items = thing if isinstance(thing, list) else list(vars(thing).values())
                stack.append(iter(items))

    def collect_parameters(self) -> list:
        """A list of all variables in this module, in its modules and in its lists, each once."""
        parameters: list = []
        identities: set = set()
        for parameter in self.__iter_parameters():
            if id(parameter) not in identities:
                identities.add(id(parameter))
                parameters.append(parameter)
        return parameters

# %% [q3-gd-answer]
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    def __init__(self, params: Iterable[Variable], lr: float) -> None:
        self.params = list(params)
        self.lr = lr

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self.params)} parameters, lr={self.lr})"

    def zero_grad(self) -> None:
        """Set the gradients of all parameters to 0."""
        for parameter in self.params:
            parameter.grad = np.zeros_like(parameter.value, dtype=float)

    def step(self) -> None:
        """Change the value of each parameter by -lr times its gradient."""
        for parameter in self.params:
            change = np.multiply(-self.lr, parameter.grad)
            parameter.value = np.add(parameter.value, change)
        logger.debug("%s has taken a step", self)

# %% [q4-runs-answer]
def one_run(initialization, lr, epochs):
    """One descent on the parabola: x and f before each step."""
    module = Parabola(initialization)
    optimizer = GD(module.collect_parameters(), lr)
    x_of_run = np.zeros(epochs)
    f_of_run = np.zeros(epochs)
    for epoch in range(epochs):
        x_of_run[epoch] = module.x.value
        optimizer.zero_grad()
        value = module.forward()
        f_of_run[epoch] = value.value
        value.backward()
        optimizer.step()
    return x_of_run, f_of_run


def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    require(len(initializations) == len(lrs), "there is one learning rate for each start")
    x_history = np.zeros((len(initializations), epochs))
    f_history = np.zeros((len(initializations), epochs))
    for run, (initialization, lr) in enumerate(zip(initializations, lrs)):
        x_history[run, :], f_history[run, :] = one_run(initialization, lr, epochs)
    return x_history, f_history

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    x_history = np.atleast_2d(np.asarray(x_history, dtype=float))
    number_of_runs, number_of_steps = x_history.shape
    steps = np.arange(number_of_steps)
    colours = plt.colormaps["plasma"](np.linspace(0.0, 0.8, number_of_runs))
    for run in range(number_of_runs):
        errors = np.abs(x_history[run] - x_star)
        ax.plot(steps, errors, color=colours[run], marker=".", label=f"start {x_history[run, 0]:g}")
    ax.set_yscale("log")
    ax.set_xlabel("number of the step")
    ax.set_ylabel(r"$|x_i - x^*|$")
    ax.set_title("Convergence of gradient descent")
    ax.grid(True, which="major", alpha=0.4)
    ax.minorticks_on()
    legend = ax.legend(title="runs", frameon=False)
    legend.set_draggable(False)

# %% [q4-rates-answer]
def error_factor(c: float, lr: float) -> float:
    """By what one step multiplies |x - x*| on a parabola of second derivative c.

    x - lr * c * (x - x*) - x* = (1 - lr * c) * (x - x*)
    """
    factor = 1.0 - lr * c
    if factor < 0.0:
        return -factor
    return factor


def largest_rate(c: float) -> float:
    """The learning rate from which on the error does not shrink any more.

    |1 - lr * c| < 1  <=>  0 < lr * c < 2
    """
    require(c > 0, "a parabola that opens upwards has c > 0")
    return 2.0 / c

# %% [q5-surface-answer]
class Surface(Module):
    """A point on the surface; its parameters are x and y."""

    def __init__(self, init_x, init_y):
        self.x = Variable(init_x)
        self.y = Variable(init_y)
        self.exponential = Exp()

    def polynomial(self):
        """1 - (x^2 + y^3)"""
        return subtract(1.0, add(power(self.x, 2.0), power(self.y, 3.0)))

    def bell(self):
        """exp(-(x^2 + y^2) / 2)"""
        squared_radius = add(power(self.x, 2.0), power(self.y, 2.0))
        return self.exponential(negative(divide(squared_radius, 2.0)))

    def forward(self):
        """The height z at (x, y)."""
        return negative(multiply(self.polynomial(), self.bell()))

# %% [q5-descents-answer]
def perform_2d_gd(initializations, lr=0.3, epochs=15):
    """Paths of shape (runs, epochs, 2), and the heights along them, of shape (runs, epochs)."""
    number_of_runs = len(initializations)
    paths = np.full((number_of_runs, epochs, 2), np.nan)
    heights = np.full((number_of_runs, epochs), np.nan)
    for run in range(number_of_runs):
        init_x, init_y = initializations[run]
        module = Surface(init_x, init_y)
        optimizer = GD(module.collect_parameters(), lr)
        for epoch in range(epochs):
            paths[run, epoch, 0] = module.x.value
            paths[run, epoch, 1] = module.y.value
            optimizer.zero_grad()
            height = module.forward()
            heights[run, epoch] = height.value
            height.backward()
            optimizer.step()
    if not np.all(np.isfinite(paths)):
        warnings.warn("a path has left the numbers")
    return paths, heights

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    lowest, highest, points = -3.0, 3.0, 121
    side = np.linspace(lowest, highest, points)
    X, Y = np.meshgrid(side, side)
    Z = z_func(X, Y)
    levels = np.linspace(Z.min(), Z.max(), 21)
    filled = ax.contourf(X, Y, Z, levels=levels, cmap="coolwarm")
    ax.contour(X, Y, Z, levels=levels, colors="black", linewidths=0.3, linestyles="solid")
    ax.figure.colorbar(filled, ax=ax, label="z")
    for run in range(len(paths)):
        path = np.asarray(paths[run])
        ax.plot(path[:, 0], path[:, 1], "-o", markersize=3, label=f"path {run}")
        ax.plot(path[0, 0], path[0, 1], "k*", markersize=8)
    ax.set_xlim(lowest, highest)
    ax.set_ylim(lowest, highest)
    ax.set_aspect("equal")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.set_title("Four ways down")
    ax.legend(loc="upper left", fontsize=8)

# %% [q6-layers-answer]
class Linear(Module):
    """weight @ x + bias, for columns x."""

    def __init__(self, shape, seed=None):
        outputs, inputs = shape
        generator = np.random.default_rng(seed)
        # as Xavier Glorot scales them
        scale = np.sqrt(2.0 / (inputs + outputs))
        self.weight = Variable(generator.normal(loc=0.0, scale=scale, size=(outputs, inputs)))
        self.bias = Variable(np.zeros((outputs, 1)))

    def forward(self, x):
        product = matmul(self.weight, x)
        return add(product, self.bias)


class Tanh(Module):
    """The hyperbolic tangent, as a module."""

    def forward(self, x):
        return tanh(x)


class MSELoss(Module):
    """The mean of the squares of the differences."""

    def forward(self, output, label):
        require(
            value_of(output).shape == value_of(label).shape,
            "an output and its label have the same shape",
        )
        difference = subtract(output, label)
        squared = multiply(difference, difference)
        return mean(squared)

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
        if not -len(self) <= i < len(self):
            raise IndexError(f"there is no example {i} among {len(self)}")
        return self.x[i], self.y[i]

    def __iter__(self):
        for i in range(len(self)):
            yield self[i]

    def __repr__(self):
        return f"Dataset({len(self)} examples)"


def forward_dataset(module, dataset, loss):
    """The mean of the losses of all examples, a variable."""
    require(len(dataset) > 0, "there are no examples")
    losses = []
    for i in range(len(dataset)):
        x, y = dataset[i]
        losses.append(loss(module(x), y))
    # by pairs, so that the graph is shallow
    while len(losses) > 1:
        paired = [add(one, other) for one, other in zip(losses[::2], losses[1::2])]
        losses = paired + ([losses[-1]] if len(losses) % 2 else [])
    return divide(losses[0], len(dataset))

# %% [q6-train-answer]
def train(perceptron, dataset, lr=0.1, epochs=100):
    """Weights, biases and losses before each step."""
    criterion = MSELoss()
    optimizer = GD(perceptron.collect_parameters(), lr)
    weight = perceptron.linear.weight
    bias = perceptron.linear.bias
    number_of_inputs = weight.value.shape[1]
    weights = np.zeros((epochs, number_of_inputs))
    biases = np.zeros((epochs,))
    losses = np.zeros((epochs,))
    for epoch in range(epochs):
        # before the step
        weights[epoch, :] = weight.value[0, :]
        biases[epoch] = bias.value[0, 0]
        # the step
        optimizer.zero_grad()
        mean_loss = perceptron.forward_dataset(dataset, criterion)
        losses[epoch] = mean_loss.value
        mean_loss.backward()
        optimizer.step()
    return weights, biases, losses

# %% [q7-answer]
def boundary(w, b, x1):
    """x2 where w[0] * x1 + w[1] * x2 + b is 0."""
    w = np.asarray(w, dtype=float)
    require(w.shape == (2,), "a line in the plane has two weights")
    numerator = -np.add(np.multiply(w[0], x1), b)
    return np.divide(numerator, w[1])


def loss_surface(perceptron, dataset, W0, W1):
    """The mean loss for each pair of weights, an array of the shape of W0."""
    require(W0.shape == W1.shape, "W0 and W1 have the same shape")
    criterion = MSELoss()
    parameter = perceptron.linear.weight
    saved = np.array(parameter.value)
    surface = np.full(W0.shape, np.nan)
    try:
        for place, w0 in np.ndenumerate(W0):
            w1 = W1[place]
            parameter.value = np.array([[w0, w1]], dtype=float)
            surface[place] = forward_dataset(perceptron, dataset, criterion).value
    finally:
        parameter.value = saved
    return surface

# %% [q8-optimizers-answer]
class Momentum(GD):
    """Gradient descent with a velocity for each parameter."""

    def __init__(self, params, lr, mu=0.9):
        super().__init__(params, lr)
        self.mu = mu
        self.velocity = {}
        for number, parameter in enumerate(self.params):
            self.velocity[number] = np.zeros(parameter.value.shape)

    def step(self):
        for number, parameter in enumerate(self.params):
            velocity = np.add(np.multiply(self.mu, self.velocity[number]), parameter.grad)
            self.velocity[number] = velocity
            parameter.value = np.subtract(parameter.value, np.multiply(self.lr, velocity))


class Adam(GD):
    """Steps of about the same size for each entry of each parameter."""

    def __init__(self, params, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(params, lr)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.number_of_steps = 0
        self.first_moment = {}
        self.second_moment = {}
        for number, parameter in enumerate(self.params):
            self.first_moment[number] = np.zeros(parameter.value.shape)
            self.second_moment[number] = np.zeros(parameter.value.shape)

    def step(self):
        self.number_of_steps = self.number_of_steps + 1
        correction1 = 1.0 - np.power(self.beta1, self.number_of_steps)
        correction2 = 1.0 - np.power(self.beta2, self.number_of_steps)
        for number, parameter in enumerate(self.params):
            gradient = parameter.grad
            first = self.beta1 * self.first_moment[number] + (1.0 - self.beta1) * gradient
            second = self.beta2 * self.second_moment[number] + (1.0 - self.beta2) * gradient**2
            self.first_moment[number] = first
            self.second_moment[number] = second
            denominator = np.sqrt(second / correction2) + self.eps
            parameter.value = parameter.value - self.lr * (first / correction1) / denominator
