#: title = "forward_pass raises NotImplementedError where two parents are values"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q7-whole"]

# %% [q2-answer]
def forward_pass(self):
    self.forward_grads = {}
    vals = [(p, s) for p, s in zip(self.parents, self.grads(*self.parent_values)) if isinstance(p, AutogradValue)]
    if len(vals) == 1:
        p, s = vals[0]
        for k in p.forward_grads:
            self.forward_grads[k] = s * p.forward_grads[k]
    elif len(vals) == 2:
        raise NotImplementedError("two parents: TODO")
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
