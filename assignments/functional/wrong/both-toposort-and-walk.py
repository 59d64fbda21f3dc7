#: title = "toposort: breadth first; backward_pass: messages overwrite each other"
#: lose = ["q4-toposort", "q4-shared", "q8-whole"]
#: misconception = ["order-level-by-level", "walk-last-use-wins"]

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    order, queue = [], [end_node]
    while queue:
        node = queue.pop(0)
        if node not in order:
            order.append(node)
            queue.extend(node.parents)
    return order

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
            outgrads[parent] = sent
    return outgrad


def add_outgrads(prev_g, g):
    """The sum of what was received before (None for nothing) and one more message."""
    if prev_g is None:
        return g
    return prev_g + g
