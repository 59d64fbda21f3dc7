#: title = "backward takes values that are ints for plain numbers"
#: lose = ["q5-tree", "q5-shared"]

# %% [q5-answer]
def backward(self):
    self.grad = 1.0
    order, seen = [], set()

    def visit(v):
        if isinstance(v, AutogradValue) and v not in seen and not isinstance(v.value, int):
            seen.add(v)
            for p in v.parents:
                visit(p)
            order.append(v)

    visit(self)
    for v in reversed(order):
        v.backward_pass()


AutogradValue.backward = backward
