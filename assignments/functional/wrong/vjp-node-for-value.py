#: title = "make_vjp: the node is returned in the place of the value"
#: lose = ["q4-vjp", "q8-whole"]
#: misconception = "vjp-with-the-node-for-the-value"

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    value, node = trace(Node.new_root(x), fun, x)
    return lambda g: backward_pass(g, node), node
