#: title = "check_grads by np.testing.assert_allclose, one mode after the other"

# %% [q7-check-answer]
def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""

    def checked(x):
        x = np.array(x, float)
        y = fun(x)
        v, u = numpy.random.normal(size=np.shape(y)), numpy.random.normal(size=np.shape(x))
        if "rev" in modes:
            vjp, _ = make_vjp(fun, x)
            np.testing.assert_allclose(
                vjp(v), two_sided(lambda x: np.sum(v * fun(x)), x, 1e-5), rtol=1e-5, atol=1e-5
            )
        if "fwd" in modes:
            jvp, _ = make_jvp(fun, x)
            along = two_sided(lambda h: np.sum(v * fun(x + h * u)), 0.0, 1e-5)
            np.testing.assert_allclose(np.sum(v * jvp(u)), along, rtol=1e-5, atol=1e-5)
        if order >= 2:
            if "rev" in modes:
                check_grads(lambda x: make_vjp(fun, x)[0](v), modes, order - 1)(x)
            if "fwd" in modes:
                check_grads(lambda x: make_jvp(fun, x)[0](u), modes, order - 1)(x)

    return checked
