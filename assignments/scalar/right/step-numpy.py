#: title = "backward_pass multiplies all local derivatives at once with NumPy"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    shares = np.asarray(local_grads, dtype=float) * self.grad
    for parent, share in zip(self.parents, shares):
        if isinstance(parent, AutogradValue):
            parent.grad = parent.grad + share


AutogradValue.backward_pass = backward_pass
