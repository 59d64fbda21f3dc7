#: title = "check_grads: it compares at a point of its own and returns no function"
#: lose = ["q7-check-first", "q7-check-second", "q8-whole"]

# %% [q7-check-answer]
def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""
    x = np.random.default_rng(0).standard_normal(3)
    v = np.random.default_rng(1).standard_normal(np.shape(fun(x)))
    numeric = two_sided(lambda x: np.sum(v * fun(x)), x, 1e-5)
    assert np.allclose(make_vjp(fun, x)[0](v), numeric, atol=1e-5)
