#: title = "everything is split into small functions, some defined further down"

# %% [q4-answer]
def contribution(gradient, local):
    return gradient * local


def values_among(parents):
    return [p for p in parents if isinstance(p, AutogradValue)]


def backward_pass(self):
    slopes = iter(self.grads(*self.parent_values))
    for parent in self.parents:
        slope = next(slopes)
        if parent in values_among(self.parents):
            receive(parent, contribution(self.grad, slope))


def receive(value, amount):
    value.grad += amount


AutogradValue.backward_pass = backward_pass


# %% [q5-answer]
def backward(self):
    begin(self)
    for value in in_order(self):
        value.backward_pass()


def begin(value):
    value.grad = 1.0


def in_order(value):
    found = []
    collect(value, found)
    return reversed(found)


def collect(value, found):
    if any(value is known for known in found):
        return
    for parent in values_among(value.parents):
        collect(parent, found)
    found.append(value)


AutogradValue.backward = backward
