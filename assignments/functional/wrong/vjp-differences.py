#: title = "make_vjp: g times finite differences, nothing is traced"
#: lose = ["q4-vjp", "q8-whole"]

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    def vjp(g):
        return two_sided(lambda x: np.sum(g * fun(x)), x, 1e-5)

    return vjp, fun(x)
