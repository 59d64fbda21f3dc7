#: title = "check_grads: it raises also where everything agrees"
#: lose = ["q7-check-first", "q7-check-second", "q8-whole"]
#: misconception = "test-raises-where-numbers-agree"

# %% [q7-check-answer]
def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""
    def check(x):
        x = np.array(x, dtype=float)
        random = np.random.default_rng(1)
        v = random.standard_normal(np.shape(fun(x)))
        u = random.standard_normal(np.shape(x))

        def back(x):
            vjp, _ = make_vjp(fun, x)
            return vjp(v)

        def forward(x):
            jvp, _ = make_jvp(fun, x)
            return jvp(u)

        numeric = two_sided(lambda x: np.sum(v * fun(x)), x, 1e-5)
        if "rev" in modes:
            assert_close(back(x), numeric)
            if order > 1:
                check_grads(back, modes, order - 1)(x)
        if "fwd" in modes:
            assert_close(np.sum(v * forward(x)), np.sum(numeric * u))
            if order > 1:
                check_grads(forward, modes, order - 1)(x)

    return check


def assert_close(mine, numeric):
    size = max(1.0, np.max(np.abs(numeric)))
    assert np.shape(mine) == np.shape(numeric)
    assert np.max(np.abs(mine - numeric)) > 1e-5 * size, f"{mine} is not {numeric}"
