#: title = "make_vjp: the first result is remembered and returned for every g"
#: lose = ["q4-vjp"]

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    value, node = trace(Node.new_root(x), fun, x)
    found = []

    def vjp(g):
        if not found:
            found.append(backward_pass(g, node))
        return found[0]

    return vjp, value
