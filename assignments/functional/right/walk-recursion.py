#: title = "the walk by recursion: what a node receives is asked from its users, and cached"

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    """Send g back from end_node to the input; return what arrives there."""
    order = list(toposort(end_node))
    edges = {node: [] for node in order}
    for user in order:
        for k, parent in enumerate(user.parents):
            edges[parent].append((user, user.argnums[k]))
    cache = {end_node: g}

    def received(node):
        if node not in cache:
            total = None
            for user, argnum in edges[node]:
                fun, ans, args, kwargs, _ = user.recipe
                total = add_outgrads(total, primitive_vjps[fun][argnum](received(user), ans, *args, **kwargs))
            cache[node] = total
        return cache[node]

    for node in order:  # so that no recursion is deep
        received(node)
    return received(order[-1])


def add_outgrads(prev_g, g):
    """The sum of what was received before (None for nothing) and one more message."""
    if isinstance(prev_g, type(None)):
        return g
    return np.add(prev_g, g)
