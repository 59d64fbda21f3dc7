#: title = "backward is recursive and sends messages of its own, once all users of a value have sent"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    waiting = {}

    def count(value):
        for parent in value.parents:
            if isinstance(parent, AutogradValue):
                waiting[parent] = waiting.get(parent, 0) + 1
                if waiting[parent] == 1:
                    count(parent)

    def send(value):
        value.backward_pass()
        for parent in value.parents:
            if isinstance(parent, AutogradValue):
                waiting[parent] -= 1
                if not waiting[parent]:
                    send(parent)

    count(self)
    self.grad = 1.0
    send(self)


AutogradValue.backward = backward
