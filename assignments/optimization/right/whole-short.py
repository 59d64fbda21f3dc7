#: title = "a whole solution, as short as it goes"

# %% [q1-arithmetic-answer]
V = value_of
multiply = lambda a, b: computed(V(a) * V(b), (a, lambda g: g * V(b)), (b, lambda g: g * V(a)))
negative = lambda a: multiply(a, -1)
subtract = lambda a, b: add(a, negative(b))
divide = lambda a, b: multiply(a, power(b, -1))

# %% [q1-power-answer]
def power(a, b):
    x, y = V(a), V(b)
    return computed(
        x**y, (a, lambda g: g * y * x ** (y - 1)), (b, lambda g: g * x**y * np.log(x))
    )

# %% [q1-functions-answer]
def unary(y, slope):
    return lambda a: (lambda x: computed(y(x), (a, lambda g: g * slope(x))))(value_of(a))


exp = unary(np.exp, np.exp)
tanh = unary(np.tanh, lambda x: 1 - np.tanh(x) ** 2)
mean = unary(np.mean, lambda x: np.ones(x.shape) / x.size)


def matmul(a, b):
    x, y = value_of(a), value_of(b)
    return computed(x @ y, (a, lambda g: g @ y.T), (b, lambda g: x.T @ g))

# %% [q2-answer]
def backward(end):
    uses, todo = {}, [end]
    for v in todo:
        for p, _ in v.edges:
            if p not in uses:
                todo.append(p)
            uses[p] = uses.get(p, 0) + 1
    for v in todo:
        v.grad = v.grad * (not v.edges)
    end.grad, ready = end.grad + 1, [end]
    for v in ready:
        for p, send in v.edges:
            p.grad = p.grad + send(v.grad)
            uses[p] -= 1
            uses[p] or ready.append(p)

# %% [q2-derivative-answer]
def derivative(f, x):
    backward(f(x := Variable(x)))
    return x.grad

# %% [q3-module-answer]
class Module:
    def __call__(self, *a):
        return self.forward(*a)

    def collect_parameters(self):
        found = [self]
        for m in found:
            parts = m if type(m) is list else vars(m).values() if isinstance(m, Module) else ()
            for p in parts:
                if isinstance(p, (Variable, Module, list)) and all(p is not o for o in found):
                    found.append(p)
        return [p for p in found if isinstance(p, Variable)]

# %% [q3-gd-answer]
class GD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    def zero_grad(self):
        for p in self.params:
            p.grad = p.value * 0

    def step(self):
        for p in self.params:
            p.value = p.value - self.lr * p.grad

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    X = []
    for x, lr in zip(initializations, lrs):
        m = Parabola(x)
        gd = GD([m.x], lr)
        for _ in range(epochs):
            gd.zero_grad(), (y := m()).backward(), X.append([m.x.value, y.value]), gd.step()
    return *np.array(X).T.reshape(2, -1, epochs),

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    ax.semilogy(abs(x_history - x_star).T, label=range(len(x_history)))
    ax.legend()

# %% [q4-rates-answer]
error_factor, largest_rate = lambda c, lr: abs(1 - c * lr), lambda c: 2 / c

# %% [q5-surface-answer]
class Surface(Module):
    def __init__(self, x, y):
        self.x, self.y = Variable(x), Variable(y)

    def forward(self):
        return (self.x**2 + self.y**3 - 1) * exp((self.x**2 + self.y**2) / -2)

# %% [q5-descents-answer]
def perform_2d_gd(initializations, lr=0.3, epochs=15):
    Z = []
    for p in initializations:
        m = Surface(*p)
        gd = GD([m.x, m.y], lr)
        for _ in range(epochs):
            gd.zero_grad(), (z := m()).backward()
            Z.append([m.x.value, m.y.value, z.value]), gd.step()
    Z = np.array(Z).reshape(-1, epochs, 3)
    return Z[..., :2], Z[..., 2]

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    x = np.linspace(-3, 3)
    ax.contourf(x, x, z_func(x, x[:, None]))
    for i, p in enumerate(paths):
        ax.plot(*p.T, label=i)
    ax.legend()

# %% [q6-layers-answer]
class Linear(Module):
    def __init__(self, shape, seed=None):
        self.weight = Variable(np.random.default_rng(seed).normal(size=shape))
        self.bias = Variable(np.zeros((shape[0], 1)))

    def forward(self, x):
        return self.weight @ x + self.bias


class Tanh(Module):
    def forward(self, x):
        return tanh(x)


class MSELoss(Module):
    def forward(self, output, label):
        return mean((output - label) ** 2)

# %% [q6-dataset-answer]
class Dataset(list):
    def __init__(self, x, y):
        self.x, self.y = np.array(x, float), np.array(y, float)
        super().__init__(zip(self.x, self.y, strict=True))


def forward_dataset(module, dataset, loss):
    return sum(loss(module(x), y) for x, y in dataset) / len(dataset)

# %% [q6-train-answer]
def train(perceptron, dataset, lr=0.1, epochs=100):
    l, gd, H = perceptron.linear, GD(perceptron.collect_parameters(), lr), []
    for _ in range(epochs):
        gd.zero_grad(), (y := forward_dataset(perceptron, dataset, MSELoss())).backward()
        H.append([*l.weight.value[0], *l.bias.value[0], y.value]), gd.step()
    H = np.array(H)
    return H[:, :-2], H[:, -2], H[:, -1]

# %% [q7-answer]
boundary = lambda w, b, x1: -(b + w[0] * x1) / w[1]


def loss_surface(perceptron, dataset, W0, W1):
    w, Z = perceptron.linear.weight.value, []
    for v in zip(W0.flat, W1.flat):
        perceptron.linear.weight.value = np.array([v])
        Z.append(forward_dataset(perceptron, dataset, MSELoss()).value)
    perceptron.linear.weight.value = w
    return np.reshape(Z, W0.shape)

# %% [q8-optimizers-answer]
class Momentum(GD):
    def __init__(self, params, lr, mu=0.9):
        super().__init__(params, lr)
        self.mu, self.v = mu, [0] * len(self.params)

    def step(self):
        self.v = [self.mu * v + p.grad for v, p in zip(self.v, self.params)]
        for v, p in zip(self.v, self.params):
            p.value = p.value - self.lr * v


class Adam(GD):
    def __init__(self, params, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(params, lr)
        self.b, self.c, self.eps, self.t = beta1, beta2, eps, 0
        self.m = self.s = [0] * len(self.params)

    def step(self):
        b, c, P, self.t = self.b, self.c, self.params, self.t + 1
        self.m = [b * m + (1 - b) * p.grad for m, p in zip(self.m, P)]
        self.s = [c * s + (1 - c) * p.grad**2 for s, p in zip(self.s, P)]
        for p, m, s in zip(P, self.m, self.s):
            m, s = m / (1 - b**self.t), s / (1 - c**self.t)
            p.value = p.value - self.lr * m / (s**0.5 + self.eps)
