#: title = "make_vjp: the point is made an array first, which a box does not allow"
#: lose = ["q4-vjp", "q8-whole"]

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    x = np.array(x, dtype=float)
    value, node = trace(Node.new_root(x), fun, x)
    return lambda g: backward_pass(g, node), value
