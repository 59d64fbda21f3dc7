#: title = "contributions are added up with sum(), which starts at the integer 0"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    local_grads = self.grads(*self.parent_values)
    pairs = [(p, d) for p, d in zip(self.parents, local_grads) if isinstance(p, AutogradValue)]
    variables = {variable for parent, _ in pairs for variable in parent.forward_grads}
    self.forward_grads = {
        variable: sum(local * parent.forward_grads.get(variable, 0) for parent, local in pairs)
        for variable in variables
    }
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass


# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    users, order = {}, []

    def visit(value):
        if value not in users:
            users[value] = []
            local_grads = value.grads(*value.parent_values)
            for place, parent in enumerate(value.parents):
                if isinstance(parent, AutogradValue):
                    visit(parent)
                    users[parent].append((value, local_grads[place]))
            order.insert(0, value)

    visit(self)
    for value in order:
        value.grad = 1 if value is self else sum(u.grad * local for u, local in users[value])


AutogradValue.backward = backward
