#: title = "check_grads divides the error by the larger one, whatever it is"

# %% [q7-check-answer]
def relative_error(a, b):
    return np.max(np.abs(a - b)) / max(np.max(np.abs(a)), np.max(np.abs(b)), 1e-300)


def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""

    def compare(x):
        x = np.asarray(x, float)
        v = np.random.uniform(0.5, 1.5, np.shape(fun(x)))
        u = np.random.uniform(-1.5, -0.5, np.shape(x))
        numeric = two_sided(lambda x: np.sum(v * fun(x)), x, 1e-5)
        if "rev" in modes:
            err = relative_error(make_vjp(fun, x)[0](v), numeric)
            if err > 1e-5:
                raise AssertionError("the vjp is wrong: relative error %g" % err)
        if "fwd" in modes:
            err = relative_error(np.sum(v * make_jvp(fun, x)[0](u)), np.sum(numeric * u))
            if err > 1e-5:
                raise AssertionError("the jvp is wrong: relative error %g" % err)
        if order == 1:
            return
        for mode in modes:
            if mode == "rev":
                derivative = lambda x: make_vjp(fun, x)[0](v)
            else:
                derivative = lambda x: make_jvp(fun, x)[0](u)
            check_grads(derivative, modes, order - 1)(x)

    return compare
