#: title = "backward_pass overwrites, and unwrap_gradient returns objects"
#: lose = ["q4-adds", "q6-unwrap", "q7-whole"]
#: kinds = ["gradient", "type"]
#: misconception = "step-overwrites"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad = self.grad * local


AutogradValue.backward_pass = backward_pass


# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    gradient = a.copy()
    for index in np.ndindex(a.shape):
        gradient[index] = a[index].grad
    return gradient
