#: title = "functions have the student's own names first"

# %% [q1-arithmetic-answer]
mul = multiply = lambda a, b: computed(
    value_of(a) * value_of(b),
    (a, lambda g, y=value_of(b): g * y),
    (b, lambda g, x=value_of(a): g * x),
)
neg = negative = lambda a: computed(-value_of(a), (a, lambda g: -g))
sub = subtract = lambda a, b: computed(
    value_of(a) - value_of(b), (a, lambda g: g), (b, lambda g: -g)
)


def div(num, den):
    n, d = value_of(num), value_of(den)
    return computed(n / d, (num, lambda g: g / d), (den, lambda g: -g * n / d**2))


divide = div

# %% [q2-answer]
def topological(v, seen, out):
    stack = [(v, iter(v.edges))]
    seen.add(v)
    while stack:
        node, rest = stack[-1]
        for parent, _ in rest:
            if parent not in seen:
                seen.add(parent)
                stack.append((parent, iter(parent.edges)))
                break
        else:
            out.append(node)
            stack.pop()
    return out


def backprop(v):
    order = topological(v, set(), [])[::-1]
    for u in order:
        if u.edges:
            u.grad = np.zeros_like(u.value)
    v.grad = v.grad + 1.0
    for u in order:
        for parent, send in u.edges:
            parent.grad = parent.grad + send(u.grad)


backward = backprop

# %% [q3-gd-answer]
class GradientDescent:
    def __init__(self, params, lr):
        self.parameters = self.params = list(params)
        self.learning_rate = self.lr = lr

    def zero_grad(self):
        for p in self.parameters:
            p.grad = np.zeros_like(p.value)

    def step(self):
        for p in self.parameters:
            p.value = p.value - self.lr * p.grad


GD = GradientDescent
