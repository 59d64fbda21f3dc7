#: title = "check_grads of order 0 does nothing, makers stand in a dict, and np.isclose says where"

# %% [q7-check-answer]
checks_done = 0


def assert_close(analytic, numeric, tol=1e-5):
    global checks_done
    checks_done += 1
    analytic, numeric = np.array(analytic), np.array(numeric)
    assert analytic.shape == numeric.shape, (analytic.shape, numeric.shape)
    bad = np.logical_not(np.isclose(analytic, numeric, rtol=tol, atol=tol))
    assert not np.any(bad), f"{analytic[bad]} != {numeric[bad]}"


def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""
    if order == 0:
        return lambda x: None
    random = np.random.default_rng(7)

    def check(x):
        x = np.array(x, dtype=float)
        v, u = random.normal(size=np.shape(fun(x))), random.normal(size=x.shape)
        numeric = two_sided(lambda x: np.sum(v * fun(x)), x, 1e-5)
        makers = {"rev": (make_vjp, v), "fwd": (make_jvp, u)}
        for mode in modes:
            make, direction = makers[mode]
            derivative = lambda x, make=make, direction=direction: make(fun, x)[0](direction)
            if mode == "rev":
                assert_close(derivative(x), numeric)
            else:
                assert_close(np.sum(v * derivative(x)), np.sum(numeric * u))
            check_grads(derivative, modes, order - 1)(x)

    return check
