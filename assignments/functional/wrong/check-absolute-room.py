#: title = "check_grads: 1e-5 is allowed whatever the size of the derivative"
#: lose = ["q7-check-first"]
#: misconception = "test-tolerance-without-size"

# %% [q7-check-answer]
def check_grads(fun, modes=("fwd", "rev"), order=2):
    def check(x):
        x = np.array(x, dtype=float)
        random = np.random.default_rng(0)
        v = random.standard_normal(np.shape(fun(x)))
        u = random.standard_normal(np.shape(x))
        pulled = lambda x: make_vjp(fun, x)[0](v)
        pushed = lambda x: make_jvp(fun, x)[0](u)
        weighed = two_sided(lambda x: np.sum(fun(x) * v), x, 1e-5)
        if "rev" in modes:
            close(pulled(x), weighed)
            if order > 1:
                check_grads(pulled, modes, order - 1)(x)
        if "fwd" in modes:
            close(np.sum(pushed(x) * v), np.sum(weighed * u))
            if order > 1:
                check_grads(pushed, modes, order - 1)(x)

    return check


def close(a, b):
    assert np.shape(a) == np.shape(b)
    assert np.all(np.abs(a - b) <= 1e-5)
