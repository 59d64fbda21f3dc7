#: title = "make_vjp sorts once and keeps closures; the backward pass stands beside it"

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    start = Node.new_root(x)
    value, end = trace(start, fun, x)
    steps = []
    for node in toposort(end):
        for argnum, parent in zip(node.argnums, node.parents):
            pull = functools.partial(pull_back, primitive_vjps[node.fun][argnum], node)
            steps.append((node, parent, pull))

    def vjp(g):
        sums = {end: g}
        for node, parent, pull in steps:
            sums[parent] = add_outgrads(sums.get(parent), pull(sums[node]))
        return sums[start if start in sums else end]

    return vjp, value


def pull_back(rule, node, g):
    return rule(g, node.value, *node.args, **node.kwargs)
