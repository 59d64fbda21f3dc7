#: title = "check_grads collects what is to be compared and raises once at the end"

# %% [q7-check-answer]
def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""
    rng = np.random.RandomState(42)

    def check_at(x):
        x = np.asarray(x) * 1.0
        functions, problems = [("f", fun)], []
        for _ in range(order):
            derivatives = []
            for name, f in functions:
                v, u = rng.randn(*np.shape(f(x))), rng.randn(*np.shape(x))
                numeric = two_sided(lambda x: np.sum(f(x) * v), x, 1e-5)
                limit = 1e-5 * (1 + np.abs(numeric).max())
                if "rev" in modes:
                    derivatives.append(("vjp of " + name, lambda x, f=f, v=v: make_vjp(f, x)[0](v)))
                    if np.any(np.abs(derivatives[-1][1](x) - numeric) > limit):
                        problems.append(derivatives[-1][0])
                if "fwd" in modes:
                    derivatives.append(("jvp of " + name, lambda x, f=f, u=u: make_jvp(f, x)[0](u)))
                    slope = np.sum(derivatives[-1][1](x) * v)
                    if abs(slope - np.sum(numeric * u)) > limit * np.abs(u).sum():
                        problems.append(derivatives[-1][0])
            functions = derivatives
        if problems:
            raise AssertionError(", ".join(problems))

    return check_at
