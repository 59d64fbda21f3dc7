#: title = "forward_pass finds derivatives by differences in decimals of sixty digits"
#: lose = ["q2-entries", "q2-chain", "q2-shared"]
#: kinds = ["gradient", "raised", "type"]

# %% [q2-answer]
import decimal

decimal.getcontext().prec = 60


class Decimal(decimal.Decimal):
    """A decimal number that gets on with floats."""

    def __add__(self, other):
        return Decimal(decimal.Decimal(self).__add__(decimal.Decimal(other)))

    def __radd__(self, other):
        return Decimal(decimal.Decimal(self).__radd__(decimal.Decimal(other)))

    def __sub__(self, other):
        return Decimal(decimal.Decimal(self).__sub__(decimal.Decimal(other)))

    def __rsub__(self, other):
        return Decimal(decimal.Decimal(self).__rsub__(decimal.Decimal(other)))

    def __mul__(self, other):
        return Decimal(decimal.Decimal(self).__mul__(decimal.Decimal(other)))

    def __rmul__(self, other):
        return Decimal(decimal.Decimal(self).__rmul__(decimal.Decimal(other)))

    def __truediv__(self, other):
        return Decimal(decimal.Decimal(self).__truediv__(decimal.Decimal(other)))

    def __rtruediv__(self, other):
        return Decimal(decimal.Decimal(self).__rtruediv__(decimal.Decimal(other)))

    def __neg__(self):
        return Decimal(decimal.Decimal(self).__neg__())

    def exp(self):
        """e to this power."""
        return Decimal(decimal.Decimal(self).exp())

    def ln(self):
        """Natural logarithm."""
        return Decimal(decimal.Decimal(self).ln())


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
        h = Decimal("1e-25")
        up = again(self, variable, h, Decimal.exp, Decimal.ln)
        down = again(self, variable, -h, Decimal.exp, Decimal.ln)
        self.forward_grads[variable] = float(Decimal(up - down) / (2 * h))
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
