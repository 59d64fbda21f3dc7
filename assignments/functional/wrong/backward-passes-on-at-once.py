#: title = "backward_pass: the total so far is passed on with each message, the first ones twice"
#: lose = ["q4-shared", "q8-whole"]
#: misconception = "walk-every-path"

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    """Send g back from end_node to the input; return what arrives there."""
    received = {}

    def send(node, g):
        received[node] = add_outgrads(received.get(node), g)
        fun, value, args, kwargs, argnums = node.recipe
        for argnum, parent in zip(argnums, node.parents):
            send(parent, primitive_vjps[fun][argnum](received[node], value, *args, **kwargs))
        return node

    last = send(end_node, g)
    while last.parents:
        last = last.parents[0]
    return received[last]


def add_outgrads(prev_g, g):
    """The sum of what was received before (None for nothing) and one more message."""
    if prev_g is None:
        return g
    return prev_g + g
