#: title = "a whole solution, with objects for operations, walks, runs and rules"

# %% [q1-arithmetic-answer]
from abc import ABC, abstractmethod


class Operation(ABC):
    """Something that can be applied to operands, and knows its slopes."""

    def __call__(self, *operands):
        values = tuple(value_of(operand) for operand in operands)
        result = self.value(*values)
        messages = []
        for i, operand in enumerate(operands):
            messages.append((operand, self.messenger(i, result, values)))
        return computed(result, *messages)

    def messenger(self, i, result, values):
        return lambda g: self.send(i, g, result, *values)

    @abstractmethod
    def value(self, *values):
        """The result."""

    @abstractmethod
    def send(self, i, g, result, *values):
        """What is sent to operand number i."""


class Multiplication(Operation):
    def value(self, x, y):
        return x * y

    def send(self, i, g, result, x, y):
        return g * (y, x)[i]


class Negation(Operation):
    def value(self, x):
        return -x

    def send(self, i, g, result, x):
        return -g


class Subtraction(Operation):
    def value(self, x, y):
        return x - y

    def send(self, i, g, result, x, y):
        return g if i == 0 else -g


class Division(Operation):
    def value(self, x, y):
        return x / y

    def send(self, i, g, result, x, y):
        if i == 0:
            return g / y
        return -g * result / y


multiply, negative, subtract, divide = Multiplication(), Negation(), Subtraction(), Division()

# %% [q1-power-answer]
class Power:
    def __call__(self, a, b):
        self_ = type(self)
        return computed(
            value_of(a) ** value_of(b),
            (a, self_.ToBase(value_of(a), value_of(b))),
            (b, self_.ToExponent(value_of(a), value_of(b))),
        )

    class Sender:
        def __init__(self, base, exponent):
            self.base, self.exponent = base, exponent

    class ToBase(Sender):
        def __call__(self, g):
            return g * self.exponent * self.base ** (self.exponent - 1.0)

    class ToExponent(Sender):
        def __call__(self, g):
            return g * self.base**self.exponent * np.log(self.base)


power = Power()

# %% [q1-functions-answer]
class Exponential:
    def __call__(self, a):
        y = np.exp(value_of(a))
        return computed(y, (a, y.__mul__))


class HyperbolicTangent:
    @staticmethod
    def slope(y):
        return 1.0 - y * y

    def __call__(self, a):
        y = np.tanh(value_of(a))
        return computed(y, (a, lambda g: g * self.slope(y)))


class MatrixProduct:
    def __call__(self, a, b):
        self_a, self_b = value_of(a), value_of(b)
        return computed(
            self_a @ self_b, (a, lambda g: g @ self_b.T), (b, lambda g: self_a.T @ g)
        )


class Mean:
    def __call__(self, a):
        x = value_of(a)
        return computed(np.average(x), (a, lambda g: np.broadcast_to(g / x.size, x.shape)))


exp, tanh, matmul, mean = Exponential(), HyperbolicTangent(), MatrixProduct(), Mean()

# %% [q2-answer]
class Graph:
    """Everything that an end was computed from."""

    def __init__(self, end):
        self.end = end
        self.variables = []
        self._explore()

    def _explore(self):
        entered, left, path = set(), set(), [self.end]
        while path:
            variable = path[-1]
            entered.add(id(variable))
            for parent, _ in variable.edges:
                if id(parent) not in entered:
                    path.append(parent)
                    break
            else:
                path.pop()
                if id(variable) not in left:
                    left.add(id(variable))
                    self.variables.append(variable)

    def __iter__(self):
        return reversed(self.variables)

    def computed_ones(self):
        return (variable for variable in self if variable.edges)

    def backward(self):
        for variable in self.computed_ones():
            variable.grad = np.zeros(variable.value.shape)
        self.end.grad = self.end.grad + np.ones(self.end.value.shape)
        for variable in self.computed_ones():
            for parent, send in variable.edges:
                parent.grad = parent.grad + send(variable.grad)


def backward(end):
    """Fill in grad of everything that end was computed from."""
    Graph(end).backward()

# %% [q2-derivative-answer]
class Derivative:
    """The derivative of a function, a function itself."""

    def __init__(self, f):
        self.f = f

    def __call__(self, x):
        at = Variable(x)
        self.f(at).backward()
        return at.grad


def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    return Derivative(f)(x)

# %% [q3-module-answer]
class Collector:
    """Visits things, and keeps the variables among them."""

    def __init__(self):
        self.parameters, self.visited = [], set()

    def visit(self, thing):
        kinds = ((Variable, self.visit_variable), (Module, self.visit_module), (list, self.visit_list))
        for kind, visit in kinds:
            if isinstance(thing, kind) and id(thing) not in self.visited:
                self.visited.add(id(thing))
                visit(thing)
        return self

    def visit_variable(self, variable):
        self.parameters.append(variable)

    def visit_module(self, module):
        for name in vars(module):
            self.visit(getattr(module, name))

    def visit_list(self, things):
        for thing in things:
            self.visit(thing)


class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        return Collector().visit(self).parameters

# %% [q3-gd-answer]
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        """Set the gradients of all parameters to 0."""
        for parameter in self.params:
            parameter.grad = np.zeros(parameter.value.shape)

    def direction(self, i, parameter):
        return parameter.grad

    def step(self):
        """Change the value of each parameter by -lr times its gradient."""
        for i, parameter in enumerate(self.params):
            parameter.value = parameter.value - self.lr * self.direction(i, parameter)

# %% [q4-runs-answer]
class Descent:
    """A module on its way down, with a record of what it was before each step."""

    def __init__(self, module, lr, watched):
        self.module, self.watched = module, watched
        self.optimizer = GD(module.collect_parameters(), lr)
        self.places, self.values = [], []

    def go(self, epochs):
        for _ in range(epochs):
            self.record_place()
            self.optimizer.zero_grad()
            value = self.module()
            value.backward()
            self.values.append(value.value.item())
            self.optimizer.step()
        return self

    def record_place(self):
        self.places.append([variable.value.item() for variable in self.watched])


def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    modules = [Parabola(start) for start in initializations]
    runs = [Descent(m, lr, [m.x]).go(epochs) for m, lr in zip(modules, lrs)]
    return np.array([run.places for run in runs])[..., 0], np.array([run.values for run in runs])

# %% [q4-errors-answer]
class ErrorPicture:
    def __init__(self, ax):
        self.ax = ax
        self.ax.set(yscale="log", xlabel="step", ylabel="error")

    def run(self, number, errors):
        self.ax.plot(errors, label="run %d" % number, linestyle=("-", "--", ":", "-.")[number % 4])

    def finish(self):
        self.ax.legend()
        self.ax.grid(axis="y")


def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    picture = ErrorPicture(ax)
    for number, xs in enumerate(x_history):
        picture.run(number, np.fabs(xs - x_star))
    picture.finish()

# %% [q4-rates-answer]
class Quadratic:
    def __init__(self, c):
        self.c = c

    def factor(self, lr):
        return abs(self.c * lr - 1)

    @property
    def limit(self):
        return 2 / self.c


def error_factor(c, lr):
    """By what one step multiplies |x - x*| on a parabola of second derivative c."""
    return Quadratic(c).factor(lr)


def largest_rate(c):
    """The learning rate from which on the error does not shrink any more."""
    return Quadratic(c).limit

# %% [q5-surface-answer]
class Polynomial(Module):
    def forward(self, x, y):
        return 1 - (x**2 + y**3)


class Gauss(Module):
    def __init__(self, width=1.0):
        self.width, self.exp = width, Exp()

    def forward(self, *coordinates):
        total = 0.0
        for coordinate in coordinates:
            total = total + coordinate**2
        return self.exp(-total / (2 * self.width**2))


class Surface(Module):
    """A point on the surface; its parameters are x and y."""

    def __init__(self, init_x, init_y):
        self.x, self.y = Variable(init_x), Variable(init_y)
        self.factors = [Polynomial(), Gauss()]

    def forward(self):
        """The height z at (x, y)."""
        product = -1.0
        for factor in self.factors:
            product = product * factor(self.x, self.y)
        return product

# %% [q5-descents-answer]
class SurfaceDescent:
    def __init__(self, start, lr):
        self.surface = Surface(*start)
        self.optimizer = GD(self.surface.collect_parameters(), lr)

    @property
    def place(self):
        return np.array([self.surface.x.value, self.surface.y.value])

    def step(self):
        place = self.place
        self.optimizer.zero_grad()
        height = self.surface.forward()
        height.backward()
        self.optimizer.step()
        return place, height.value


def perform_2d_gd(initializations, lr=0.3, epochs=15):
    """Paths of shape (runs, epochs, 2), and the heights along them, of shape (runs, epochs)."""
    descents = [SurfaceDescent(start, lr) for start in initializations]
    steps = [[descent.step() for _ in range(epochs)] for descent in descents]
    return (
        np.array([[place for place, _ in run] for run in steps]),
        np.array([[height for _, height in run] for run in steps]),
    )

# %% [q5-paths-answer]
class Map:
    """The surface from above."""

    def __init__(self, ax, size=3.0, points=91):
        self.ax, self.size = ax, size
        side = np.linspace(-size, size, points)
        self.grid = np.meshgrid(side, side)

    def ground(self):
        self.ax.contourf(*self.grid, z_func(*self.grid), levels=14, cmap="magma")
        return self

    def way(self, path, label):
        self.ax.plot(path[:, 0], path[:, 1], "-o", ms=3, label=label)
        return self

    def legend(self):
        self.ax.legend(loc="upper right")
        self.ax.set(xlim=(-self.size, self.size), ylim=(-self.size, self.size))
        return self


def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    drawn = Map(ax).ground()
    for number, path in enumerate(paths):
        drawn.way(path, f"run {number}")
    drawn.legend()

# %% [q6-layers-answer]
class Initializer:
    def __init__(self, seed):
        self.generator = np.random.default_rng(seed)

    def __call__(self, *shape):
        return Variable(self.generator.uniform(-1.0, 1.0, shape))


class Linear(Module):
    """weight @ x + bias, for columns x."""

    def __init__(self, shape, seed=None):
        self.weight = Initializer(seed)(*shape)
        self.bias = Variable(np.zeros((shape[0], 1)))

    def forward(self, x):
        return self.weight @ x + self.bias


class Activation(Module):
    function = None

    def forward(self, x):
        return type(self).function(x)


class Tanh(Activation):
    """The hyperbolic tangent, as a module."""

    @staticmethod
    def function(x):
        return tanh(x)


class MSELoss(Module):
    """The mean of the squares of the differences."""

    def measure(self, difference):
        return difference * difference

    def forward(self, output, label):
        return mean(self.measure(output - label))

# %% [q6-dataset-answer]
class Example(tuple):
    @property
    def x(self):
        return self[0]

    @property
    def y(self):
        return self[1]


class Dataset:
    """Inputs and labels, an example each along the first axis."""

    def __init__(self, x, y):
        self.x = np.array(x, dtype=float)
        self.y = np.array(y, dtype=float)
        if len(self.x) != len(self.y):
            raise ValueError(f"{len(self.x)} inputs and {len(self.y)} labels do not fit together")
        self.examples = [Example(pair) for pair in zip(self.x, self.y)]

    def __len__(self):
        return len(self.examples)

    def __getitem__(self, i):
        return self.examples[i]


class MeanOf:
    def __init__(self):
        self.total, self.count = 0, 0

    def take(self, one):
        self.total, self.count = one + self.total, self.count + 1

    def result(self):
        return self.total / self.count


def forward_dataset(module, dataset, loss):
    """The mean of the losses of all examples, a variable."""
    losses = MeanOf()
    for x, y in dataset:
        losses.take(loss(module(x), y))
    return losses.result()

# %% [q6-train-answer]
class Trainer:
    def __init__(self, perceptron, dataset, lr):
        self.perceptron, self.dataset = perceptron, dataset
        self.loss = MSELoss()
        self.optimizer = GD(perceptron.collect_parameters(), lr)
        self.records = []

    def step(self):
        linear = self.perceptron.linear
        record = [linear.weight.value[0].copy(), linear.bias.value[0, 0].copy()]
        self.optimizer.zero_grad()
        loss = self.perceptron.forward_dataset(self.dataset, self.loss)
        loss.backward()
        self.optimizer.step()
        self.records.append([*record, loss.value.copy()])

    def history(self):
        return tuple(np.array(column) for column in zip(*self.records))


def train(perceptron, dataset, lr=0.1, epochs=100):
    """Weights, biases and losses before each step."""
    trainer = Trainer(perceptron, dataset, lr)
    for _ in range(epochs):
        trainer.step()
    return trainer.history()

# %% [q7-answer]
class Line:
    """The points where a * x + b * y + c is 0."""

    def __init__(self, a, b, c):
        self.a, self.b, self.c = a, b, c

    def __call__(self, x):
        return (-self.c - self.a * x) / self.b


class OtherWeights:
    """Within the block, the perceptron can have other weights."""

    def __init__(self, perceptron):
        self.parameter = perceptron.linear.weight

    def __enter__(self):
        self.before = self.parameter.value
        return self

    def set(self, *weights):
        self.parameter.value = np.array(weights).reshape(1, -1)

    def __exit__(self, *_):
        self.parameter.value = self.before


def boundary(w, b, x1):
    """x2 where w[0] * x1 + w[1] * x2 + b is 0."""
    return Line(*w, b)(x1)


def loss_surface(perceptron, dataset, W0, W1):
    """The mean loss for each pair of weights, an array of the shape of W0."""
    Z = np.zeros(W0.shape)
    with OtherWeights(perceptron) as weights:
        with np.nditer([W0, W1, Z], op_flags=[["readonly"], ["readonly"], ["writeonly"]]) as places:
            for w0, w1, z in places:
                weights.set(w0, w1)
                z[...] = perceptron.forward_dataset(dataset, MSELoss()).value
    return Z

# %% [q8-optimizers-answer]
class RunningMean:
    """A mean that forgets, corrected for its beginning at 0."""

    def __init__(self, beta, shape):
        self.beta, self.mean, self.weight = beta, np.zeros(shape), 0.0

    def take(self, new):
        self.mean = self.beta * self.mean + (1 - self.beta) * new
        self.weight = self.beta * self.weight + (1 - self.beta)
        return self.mean / self.weight


class Momentum(GD):
    """Gradient descent with a velocity for each parameter."""

    def __init__(self, params, lr, mu=0.9):
        super().__init__(params, lr)
        self.mu = mu
        self.velocities = [np.zeros_like(parameter.grad) for parameter in self.params]

    def step(self):
        for velocity, parameter in zip(self.velocities, self.params):
            velocity[...] = self.mu * velocity + parameter.grad
            parameter.value = parameter.value - self.lr * velocity


class Adam(GD):
    """Steps of about the same size for each entry of each parameter."""

    def __init__(self, params, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(params, lr)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.slopes = [RunningMean(beta1, p.value.shape) for p in self.params]
        self.sizes = [RunningMean(beta2, p.value.shape) for p in self.params]

    def step(self):
        for parameter, slope, size in zip(self.params, self.slopes, self.sizes):
            m = slope.take(parameter.grad)
            s = size.take(parameter.grad**2)
            parameter.value = parameter.value - self.lr * m / (np.sqrt(s) + self.eps)
