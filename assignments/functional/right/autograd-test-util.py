#: title = "check_grads as autograd's test_util has it: inner products along random directions"

# %% [q7-check-answer]
TOL = 1e-6
RTOL = 1e-5


def scalar_close(a, b):
    return abs(a - b) < TOL or abs(a - b) / abs(a + b) < RTOL


EPS = 1e-6


def make_numerical_jvp(f, x):
    def jvp(v):
        # (f(x + v*eps/2) - f(x - v*eps/2)) / eps
        return (f(x + v * EPS / 2) - f(x - v * EPS / 2)) / EPS

    return jvp


def check_vjp(f, x):
    vjp, y = make_vjp(f, x)
    jvp = make_numerical_jvp(f, x)
    x_v, y_v = numpy.random.randn(*np.shape(x)), numpy.random.randn(*np.shape(y))

    vjp_y = vjp(y_v)
    assert np.shape(vjp_y) == np.shape(x)
    vjv_exact = np.sum(x_v * vjp_y)
    vjv_numeric = np.sum(y_v * jvp(x_v))
    assert scalar_close(vjv_numeric, vjv_exact), (
        "Derivative (VJP) check of {} failed with arg {}:\nanalytic: {}\nnumeric:  {}".format(
            getattr(f, "__name__", f), x, vjv_exact, vjv_numeric
        )
    )


def check_jvp(f, x):
    jvp, y = make_jvp(f, x)
    jvp_numeric = make_numerical_jvp(f, x)
    x_v = numpy.random.randn(*np.shape(x))
    y_v = numpy.random.randn(*np.shape(y))
    check_exact, check_numeric = np.sum(y_v * jvp(x_v)), np.sum(y_v * jvp_numeric(x_v))
    assert scalar_close(check_exact, check_numeric), (
        "JVP check failed:\nanalytic: {}\nnumeric:  {}".format(check_exact, check_numeric)
    )


def check_grads(fun, modes=("fwd", "rev"), order=2):
    assert all(m in ["fwd", "rev"] for m in modes)

    def checker(x):
        x = np.asarray(x, dtype=float)
        if "fwd" in modes:
            check_jvp(fun, x)
            if order > 1:
                u = numpy.random.randn(*np.shape(x))
                grad_f = lambda x: make_jvp(fun, x)[0](u)
                grad_f.__name__ = "jvp_{}".format(getattr(fun, "__name__", "f"))
                check_grads(grad_f, modes, order=order - 1)(x)

        if "rev" in modes:
            check_vjp(fun, x)
            if order > 1:
                v = numpy.random.randn(*np.shape(fun(x)))
                grad_f = lambda x: make_vjp(fun, x)[0](v)
                grad_f.__name__ = "vjp_{}".format(getattr(fun, "__name__", "f"))
                check_grads(grad_f, modes, order=order - 1)(x)

    return checker
