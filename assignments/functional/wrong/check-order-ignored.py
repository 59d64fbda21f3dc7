#: title = "check_grads: order is not used, only first derivatives are compared"
#: lose = ["q7-check-second"]
#: misconception = "test-of-the-first-order-only"

# %% [q7-check-answer]
def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""
    def check(x):
        x = np.array(x, dtype=float)
        random = np.random.default_rng(1)
        v = random.standard_normal(np.shape(fun(x)))
        u = random.standard_normal(np.shape(x))
        numeric = two_sided(lambda x: np.sum(v * fun(x)), x, 1e-5)
        if "rev" in modes:
            mine = make_vjp(fun, x)[0](v)
            assert np.allclose(mine, numeric, rtol=1e-5, atol=1e-6), (mine, numeric)
        if "fwd" in modes:
            mine = np.sum(v * make_jvp(fun, x)[0](u))
            assert np.allclose(mine, np.sum(numeric * u), rtol=1e-5, atol=1e-6), (mine, numeric)

    return check
