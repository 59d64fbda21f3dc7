#: title = "forward mode by recursion from the end, with what was found remembered"

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    root = Node.new_root(x)
    ans, end = trace(root, fun, x)
    order = list(toposort(end))
    order.reverse()

    def jvp(v):
        moved = {}
        for node in order:
            moved[node] = v if node is root else velocity_of(node, moved)
        return moved[end]

    return jvp, ans


def velocity_of(node, moved):
    total = None
    for argnum, parent in zip(node.argnums, node.parents):
        def pull(g, argnum=argnum):
            return primitive_vjps[node.fun][argnum](g, node.value, *node.args, **node.kwargs)
        step = transposed(pull, node.value)(moved[parent])
        total = step if total is None else total + step
    return total
