#: title = "make_vjp: what it returns can be called once only"
#: lose = ["q4-vjp"]

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    value, node = trace(Node.new_root(x), fun, x)
    nodes = [node]
    return lambda g: backward_pass(g, nodes.pop()), value
