#: title = "make_vjp: value and function are returned in the wrong order"
#: lose = ["q4-vjp", "q8-whole"]
#: misconception = "vjp-pair-exchanged"

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    value, node = trace(Node.new_root(x), fun, x)
    return value, lambda g: backward_pass(g, node)
