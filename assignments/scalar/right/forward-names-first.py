#: title = "forward_pass collects all inputs first and then sums each one's contributions"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    pairs = [
        (parent.forward_grads, slope)
        for parent, slope in zip(self.parents, self.grads(*self.parent_values))
        if isinstance(parent, AutogradValue)
    ]
    for variable in {v for inner, _ in pairs for v in inner}:
        self.forward_grads[variable] = math.fsum(
            slope * inner[variable] for inner, slope in pairs if variable in inner
        )
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
