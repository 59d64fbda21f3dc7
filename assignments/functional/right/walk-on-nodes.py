#: title = "what arrives is kept on the nodes, and taken off again"

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    """Send g back from end_node to the input; return what arrives there."""
    nodes = [*toposort(end_node)]
    for node in nodes:
        node.grad = None
    end_node.grad = g
    for node in nodes:
        for k in range(len(node.parents)):
            parent = node.parents[k]
            rule = primitive_vjps[node.fun][node.argnums[k]]
            parent.grad = add_outgrads(parent.grad, rule(node.grad, node.value, *node.args, **node.kwargs))
    arrived = nodes[-1].grad
    for node in nodes:
        del node.grad
    return arrived


def add_outgrads(prev_g, g):
    """The sum of what was received before (None for nothing) and one more message."""
    try:
        return prev_g + g
    except TypeError:
        return g
