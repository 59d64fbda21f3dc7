#: title = "backward_pass: every path is walked by itself, which takes exponential time"
#: lose = ["q4-shared", "q8-whole"]

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    """Send g back from end_node to the input; return what arrives there."""
    total = [None]

    def send(node, g):
        if not node.parents:
            total[0] = add_outgrads(total[0], g)
        fun, value, args, kwargs, argnums = node.recipe
        for argnum, parent in zip(argnums, node.parents):
            send(parent, primitive_vjps[fun][argnum](g, value, *args, **kwargs))

    send(end_node, g)
    return total[0]


def add_outgrads(prev_g, g):
    """The sum of what was received before (None for nothing) and one more message."""
    if prev_g is None:
        return g
    return prev_g + g
