#: title = "the walk counts users itself and does not call toposort; messages that are None are skipped"

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    """Send g back from end_node to the input; return what arrives there."""
    counts, todo = {end_node: 0}, [end_node]
    while todo:
        for parent in todo.pop().parents:
            if parent not in counts:
                counts[parent] = 0
                todo.append(parent)
            counts[parent] += 1
    sums, ready = {end_node: g}, [end_node]
    while ready:
        node = ready.pop()
        g = sums.pop(node)
        if not node.parents:
            return g
        vjps = primitive_vjps[node.fun]
        for argnum, parent in zip(node.argnums, node.parents):
            message = vjps[argnum](g, node.value, *node.args, **node.kwargs)
            if message is not None:
                sums[parent] = add_outgrads(sums.get(parent), message)
            counts[parent] -= 1
            if counts[parent] == 0:
                ready.append(parent)


def add_outgrads(prev_g, g):
    """The sum of what was received before (None for nothing) and one more message."""
    if prev_g is not None:
        g = prev_g + g
    return g
