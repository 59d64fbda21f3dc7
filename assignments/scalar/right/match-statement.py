#: title = "backward_pass tells its parents apart with match"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    match list(zip(self.parents, self.grads(*self.parent_values))):
        case [(AutogradValue() as only, local)]:
            only.grad += self.grad * local
        case [(AutogradValue() as one, first), (AutogradValue() as two, second)]:
            one.grad += self.grad * first
            two.grad += self.grad * second
        case pairs:
            for parent, local in pairs:
                match parent:
                    case int() | float():
                        pass
                    case AutogradValue():
                        parent.grad += self.grad * local


AutogradValue.backward_pass = backward_pass
