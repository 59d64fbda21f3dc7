#: title = "backward_pass: messages overwrite each other, and keywords are dropped"
#: lose = ["q4-chain", "q4-shared", "q8-whole"]

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    """Send g back from end_node to the input; return what arrives there."""
    outgrads = {end_node: g}
    for node in toposort(end_node):
        outgrad = outgrads.pop(node)
        fun, value, args, kwargs, argnums = node.recipe
        for argnum, parent in zip(argnums, node.parents):
            vjp = primitive_vjps[fun][argnum]
            sent = vjp(outgrad, value, *args)
            outgrads[parent] = sent
    return outgrad


def add_outgrads(prev_g, g):
    """The sum of what was received before (None for nothing) and one more message."""
    if prev_g is None:
        return g
    return prev_g + g
