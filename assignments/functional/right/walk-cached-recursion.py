#: title = "the walk by recursion from the input, with functools.cache"

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    users = {}
    order = list(toposort(end_node))
    for user in order:
        for argnum, parent in zip(user.argnums, user.parents):
            users.setdefault(parent, []).append((user, argnum))

    @functools.cache
    def received(node):
        if node is end_node:
            return g
        total = None
        for user, argnum in users[node]:
            total = add_outgrads(total, primitive_vjps[user.fun][argnum](received(user), user.value, *user.args, **user.kwargs))
        return total

    return received(order[-1])


def add_outgrads(prev_g, g):
    return g if prev_g is None else prev_g + g
