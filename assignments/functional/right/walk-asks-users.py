#: title = "each node asks the nodes that use it; what was asked is remembered"

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    """Send g back from end_node to the input; return what arrives there."""
    order = list(toposort(end_node))
    users = {node: [] for node in order}
    for user in order:
        for argnum, parent in zip(user.argnums, user.parents):
            users[parent].append((user, argnum))
    known = {end_node: g}
    for node in order[1:]:
        messages = [
            primitive_vjps[user.fun][argnum](known[user], user.value, *user.args, **user.kwargs)
            for user, argnum in users[node]
        ]
        known[node] = functools.reduce(add_outgrads, messages)
    return known[order[-1]]


def add_outgrads(prev_g, g):
    """The sum of what was received before (None for nothing) and one more message."""
    if prev_g is None: return g
    if g is None: return prev_g
    return np.add(prev_g, g)
