#: title = "backward: every path is walked, by recursion"
#: lose = ["q2-chain", "q2-shared"]

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    def reset(one):
        if one.edges:
            one.grad = np.zeros(one.value.shape)
            for parent, _ in one.edges:
                reset(parent)

    def walk(one, g):
        one.grad = one.grad + g
        for parent, send in one.edges:
            walk(parent, send(g))

    reset(end)
    walk(end, np.ones(end.value.shape))
