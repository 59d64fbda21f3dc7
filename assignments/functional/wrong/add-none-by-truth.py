#: title = "add_outgrads: nothing is recognized by `not prev_g`, which an array does not answer"
#: lose = ["q4-shared", "q8-whole"]
#: misconception = "walk-asks-whether-an-array-is-true"

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    """Send g back from end_node to the input; return what arrives there."""
    outgrads = {end_node: g}
    for node in toposort(end_node):
        outgrad = outgrads.pop(node)
        fun, value, args, kwargs, argnums = node.recipe
        for argnum, parent in zip(argnums, node.parents):
            vjp = primitive_vjps[fun][argnum]
            sent = vjp(outgrad, value, *args, **kwargs)
            outgrads[parent] = add_outgrads(outgrads.get(parent), sent)
    return outgrad


def add_outgrads(prev_g, g):
    """The sum of what was received before (None for nothing) and one more message."""
    if not prev_g:
        return g
    return prev_g + g
