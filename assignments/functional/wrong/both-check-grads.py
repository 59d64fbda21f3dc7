#: title = "check_grads: ones are sent back, and the order is not used"
#: lose = ["q7-check-first", "q7-check-second"]

# %% [q7-check-answer]
def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""
    def check(x):
        x = np.array(x, dtype=float)
        numeric = two_sided(lambda x: np.sum(fun(x)), x, 1e-5)
        if "rev" in modes:
            mine = make_vjp(fun, x)[0](np.ones_like(fun(x)))
            assert np.allclose(mine, numeric, rtol=1e-5, atol=1e-6), (mine, numeric)
        if "fwd" in modes:
            mine = np.sum(make_jvp(fun, x)[0](np.ones_like(x)))
            assert np.allclose(mine, np.sum(numeric), rtol=1e-5, atol=1e-6), (mine, numeric)

    return check
