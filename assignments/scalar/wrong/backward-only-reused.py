#: title = "backward is right for trees and sends half of it where a value is used twice"
#: lose = ["q5-shared", "q7-whole"]
#: kinds = ["gradient"]

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    users, order = {}, []

    def visit(value):
        if isinstance(value, AutogradValue):
            users[value] = users.get(value, 0) + 1
            if users[value] == 1:
                for parent in value.parents:
                    visit(parent)
                order.append(value)

    visit(self)
    for value in reversed(order):
        value.grad /= users[value]
        value.backward_pass()


AutogradValue.backward = backward
