#: title = "forward_pass has no entry where the slope is 0, and wrap_array leaves zeros alone"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q6-wrap"]
#: kinds = ["gradient", "type"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue) and local:
            for variable, derivative in parent.forward_grads.items():
                self.forward_grads[variable] = self.forward_grads.get(variable, 0.0) + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass


# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    a = np.asarray(a)
    wrapped = a.astype(object)
    for index in np.ndindex(a.shape):
        if a[index]:
            wrapped[index] = AutogradValue(float(a[index]))
    return wrapped
