#: title = "forward_pass is a lambda over another method that does the work"

# %% [q2-answer]
def chain_rule(value):
    """Derivatives of a value from those of its parents."""
    slopes = value.grads(*value.parent_values)
    result = {}
    for k in range(len(value.parents)):
        inner = getattr(value.parents[k], "forward_grads", None) or {}
        result |= {v: result.get(v, 0.0) + slopes[k] * d for v, d in inner.items()}
    return result


def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads, value = chain_rule(self), self.func(*self.parent_values)
    return value


setattr(AutogradValue, "forward_pass", lambda self: forward_pass(self))
