#: title = "check_grads: make_jvp is compared with make_vjp, not with differences"
#: lose = ["q7-check-first", "q7-check-second", "q8-whole"]

# %% [q7-check-answer]
def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""
    def check(x):
        random = np.random.default_rng(0)
        vjp, ans = make_vjp(fun, x)
        jvp, ans = make_jvp(fun, x)
        v = random.standard_normal(np.shape(ans))
        u = random.standard_normal(np.shape(x))
        assert np.allclose(np.sum(vjp(v) * u), np.sum(v * jvp(u)), atol=1e-5)
        if order > 1:
            check_grads(lambda x: make_vjp(fun, x)[0](v), modes, order - 1)(x)

    return check
