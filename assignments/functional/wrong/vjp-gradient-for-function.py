#: title = "make_vjp: a gradient is returned, not a function of g"
#: lose = ["q4-vjp", "q8-whole"]
#: misconception = "vjp-sends-at-once"

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    value, node = trace(Node.new_root(x), fun, x)
    return backward_pass(np.ones_like(value), node), value
