#: title = "backward goes forward once for every value"
#: lose = ["q5-shared"]

# %% [q5-answer]
def backward(self):
    self.grad = 1.0
    order, seen = [], set()

    def visit(v):
        if isinstance(v, AutogradValue) and v not in seen:
            seen.add(v)
            for p in v.parents:
                visit(p)
            order.append(v)

    visit(self)
    for v in order:
        change = {u: 0.0 for u in order}
        change[v] = 1.0
        for u in order:
            if u is not v:
                change[u] = sum(s * change[p] for p, s in zip(u.parents, u.grads(*u.parent_values)) if isinstance(p, AutogradValue))
        v.grad = change[self]


AutogradValue.backward = backward
