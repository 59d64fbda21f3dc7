#: title = "backward counts x * x as one user, which then reports twice"
#: lose = ["q5-shared"]
#: kinds = ["gradient"]

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    users, seen, stack = {self: 0}, {self}, [self]
    while stack:
        value = stack.pop()
        for parent in set(value.parents):
            if isinstance(parent, AutogradValue):
                users[parent] = users.get(parent, 0) + 1
                if parent not in seen:
                    seen.add(parent)
                    stack.append(parent)
    ready = [self]
    while ready:
        value = ready.pop()
        value.backward_pass()
        for parent in value.parents:
            if isinstance(parent, AutogradValue):
                users[parent] -= 1
                if users[parent] == 0:
                    ready.append(parent)


AutogradValue.backward = backward
