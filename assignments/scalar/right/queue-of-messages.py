#: title = "backward keeps a queue of messages and no order at all: every message goes on by itself"

# %% [q5-answer]
from collections import deque


def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    # A message is what one user sends to one value. It is added there and passed on at once,
    # so a value may be visited often; the sums come out right all the same.
    messages = deque([(self, 1.0)])
    while messages:
        value, message = messages.popleft()
        value.grad += message
        for parent, local in zip(value.parents, value.grads(*value.parent_values)):
            if isinstance(parent, AutogradValue):
                messages.append((parent, message * local))


AutogradValue.backward = backward
