#: title = "forward_grads is a dictionary that gives 0 for what is not in it"

# %% [q2-answer]
from collections import Counter, OrderedDict

class Sums(dict):
    def __missing__(self, key):
        return 0.0

def forward_pass(self):
    self.forward_grads = Sums()
    for p, s in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(p, AutogradValue):
            for k in p.forward_grads:
                self.forward_grads[k] += s * p.forward_grads[k]
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
