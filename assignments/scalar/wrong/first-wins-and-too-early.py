#: title = "forward_pass keeps the first contribution, and backward takes values too early"
#: lose = ["q2-entries", "q2-shared", "q5-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "forward-first-wins"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                if variable not in self.forward_grads:
                    self.forward_grads[variable] = local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass


# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    todo, done = [self], []
    while todo:
        value = todo.pop()
        if value in done:
            continue
        done.append(value)
        value.backward_pass()
        todo += [p for p in value.parents if isinstance(p, AutogradValue)]


AutogradValue.backward = backward
