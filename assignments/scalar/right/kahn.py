#: title = "backward counts the users of every value and takes those that wait for nobody"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    from collections import Counter, deque

    users, found, stack = Counter(), {self}, [self]
    while stack:
        for parent in stack.pop().parents:
            if isinstance(parent, AutogradValue):
                users[parent] += 1
                if parent not in found:
                    found.add(parent)
                    stack.append(parent)

    self.grad = 1.0
    ready = deque([self])
    while ready:
        value = ready.popleft()
        value.backward_pass()
        for parent in value.parents:
            if isinstance(parent, AutogradValue):
                users[parent] -= 1
                if users[parent] == 0:
                    ready.append(parent)


AutogradValue.backward = backward
