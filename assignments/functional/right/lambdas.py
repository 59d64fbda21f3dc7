#: title = "lambdas wherever there can be one"

# %% [q4-backward-answer]
send = lambda node, argnum, g: primitive_vjps[node.fun][argnum](g, node.value, *node.args, **node.kwargs)
add_outgrads = lambda prev_g, g: g if prev_g is None else prev_g + g


def backward_pass(g, end_node):
    """Send g back from end_node to the input; return what arrives there."""
    received = {end_node: g}
    for node in toposort(end_node):
        received |= {node: received[node]}
        for pair in zip(node.argnums, node.parents):
            received[pair[1]] = add_outgrads(received.get(pair[1]), send(node, pair[0], received[node]))
    return received[node]

# %% [q4-vjp-answer]
make_vjp = lambda fun, x: (
    lambda value, node: (lambda g: backward_pass(g, node), value)
)(*trace(Node.new_root(x), fun, x))

# %% [q4-grad-answer]
grad = lambda fun, argnum=0: lambda *args, **kwargs: (
    lambda vjp, ans: vjp(np.ones_like(ans))
)(*make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum]))

# %% [q6-jacobian-answer]
jacobian = lambda fun, x: (
    lambda vjp, y: np.array(
        [vjp(np.reshape(row, np.shape(y))) for row in np.eye(np.size(y))]
    ).reshape((*np.shape(y), *np.shape(x)))
)(*make_vjp(fun, x))

# %% [q6-jvp-answer]
make_jvp = lambda fun, x: (lambda vjp, y: (lambda v: transposed(vjp, y)(v), y))(*make_vjp(fun, x))
