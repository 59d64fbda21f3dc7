#: title = "make_vjp: ones are sent back and the result is multiplied by g"
#: lose = ["q4-vjp", "q8-whole"]

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    value, node = trace(Node.new_root(x), fun, x)
    return lambda g: g * backward_pass(np.ones_like(value), node), value
