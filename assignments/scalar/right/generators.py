#: title = "generators, lambdas and comprehensions wherever they fit"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    func = lambda self, a, b: a * b
    grads = lambda self, *numbers: tuple(n for n in reversed(numbers))


# %% [q2-answer]
def contributions(self):
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        for variable, derivative in getattr(parent, "forward_grads", {}).items():
            yield variable, local * derivative


def forward_pass(self):
    sums = {}
    for variable, amount in contributions(self):
        sums[variable] = sums.setdefault(variable, 0) + amount
    self.forward_grads = sums
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass


# %% [q5-answer]
def after_parents(value, seen):
    if isinstance(value, AutogradValue) and value not in seen:
        seen.add(value)
        for parent in value.parents:
            yield from after_parents(parent, seen)
        yield value


def backward(self):
    self.grad = 1
    [value.backward_pass() for value in list(after_parents(self, set()))[::-1]]


AutogradValue.backward = backward

# %% [q6-wrap-answer]
wrap_array = np.vectorize(AutogradValue, otypes=[object])

# %% [q6-unwrap-answer]
unwrap_gradient = lambda a: np.array([v.grad for v in a.flat], dtype=float).reshape(a.shape)
