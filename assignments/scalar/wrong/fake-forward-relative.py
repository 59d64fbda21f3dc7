#: title = "forward_pass finds derivatives by differences with a step relative to the number"
#: lose = ["q2-entries", "q2-chain", "q2-shared"]
#: kinds = ["gradient", "raised", "type"]

# %% [q2-answer]
def again(value, moved, step, exp=math.exp, log=math.log):
    """Compute a value once more, with one of its inputs moved by a step."""
    if not isinstance(value, AutogradValue):
        return value
    if value is moved:
        return value.value + step
    numbers = [again(parent, moved, step, exp, log) for parent in value.parents]
    kind = type(value).__name__
    if kind == "_exp":
        return exp(*numbers)
    if kind == "_log":
        return log(*numbers)
    a, b = [*numbers, 0.0][:2]
    if kind == "_add":
        return a + b
    if kind == "_sub":
        return a - b
    if kind == "_mul":
        return a * b
    if kind == "_div":
        return a / b
    return -a if kind == "_neg" else a


def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent in self.parents:
        if isinstance(parent, AutogradValue):
            self.forward_grads.update(dict.fromkeys(parent.forward_grads, 0.0))
    for variable in self.forward_grads:
        h = 6e-6 * max(abs(variable.value), 0.05)
        up, down = again(self, variable, h), again(self, variable, -h)
        self.forward_grads[variable] = (up - down) / (2 * h)
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
