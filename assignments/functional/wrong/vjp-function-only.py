#: title = "make_vjp: only the function is returned, not the value"
#: lose = ["q4-vjp", "q8-whole"]
#: misconception = "vjp-only-the-function"

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    value, node = trace(Node.new_root(x), fun, x)

    def vjp(g):
        return backward_pass(g, node)

    return vjp
