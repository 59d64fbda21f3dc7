#: title = "make_vjp: the function is traced again for each g"
#: lose = ["q4-vjp"]
#: misconception = "vjp-runs-the-function-again"

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    def vjp(g):
        value, node = trace(Node.new_root(x), fun, x)
        return backward_pass(g, node)

    return vjp, fun(x)
