#: title = "backward visits breadth first, so a value may pass its gradient on too early"
#: lose = ["q5-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "backward-breadth-first"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    queue, seen = [self], {self}
    for value in queue:
        value.backward_pass()
        for parent in value.parents:
            if isinstance(parent, AutogradValue) and parent not in seen:
                seen.add(parent)
                queue.append(parent)


AutogradValue.backward = backward
