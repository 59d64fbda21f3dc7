#: title = "check_grads: True or False is returned, nothing is raised"
#: lose = ["q7-check-first", "q7-check-second", "q8-whole"]
#: misconception = "test-returns-its-verdict"

# %% [q7-check-answer]
def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""
    def check(x):
        v = np.random.default_rng(0).standard_normal(np.shape(fun(x)))
        numeric = two_sided(lambda x: np.sum(v * fun(x)), x, 1e-5)
        fits = True
        if "rev" in modes:
            fits = fits and np.allclose(make_vjp(fun, x)[0](v), numeric, atol=1e-5)
            if order > 1:
                fits = fits and check_grads(lambda x: make_vjp(fun, x)[0](v), modes, order - 1)(x)
        if "fwd" in modes:
            u = np.random.default_rng(1).standard_normal(np.shape(x))
            pushed = np.sum(v * make_jvp(fun, x)[0](u))
            fits = fits and np.allclose(pushed, np.sum(u * numeric), atol=1e-5)
            if order > 1:
                fits = fits and check_grads(lambda x: make_jvp(fun, x)[0](u), modes, order - 1)(x)
        return bool(fits)

    return check
