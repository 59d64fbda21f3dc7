#: title = "make_vjp: the point is taken out of its box, so an earlier trace loses it"
#: lose = ["q4-vjp", "q8-whole"]

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    x = unboxed(x)
    value, node = trace(Node.new_root(x), fun, x)
    return lambda g: backward_pass(g, node), value
