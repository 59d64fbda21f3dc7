#: title = "backward_pass has rules of its own for every operation and never asks grads"
#: lose = ["q4-step", "q4-adds", "q4-numbers"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    a, b = [*self.parent_values, 1.0][:2]
    local_grads = {
        "_add": (1.0, 1.0),
        "_sub": (1.0, -1.0),
        "_mul": (b, a),
        "_div": (1.0 / (b or 1.0), -a / (b or 1.0) ** 2),
        "_neg": (-1.0,),
        "_exp": (self.value,),
        "_log": (1.0 / (a or 1.0),),
    }.get(type(self).__name__, (1.0, 1.0, 1.0))
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * local


AutogradValue.backward_pass = backward_pass
