#: title = "backward_pass: rules of known functions are written into the walk, the table is ignored"
#: lose = ["q4-chain", "q4-shared", "q8-whole"]

# %% [q4-backward-answer]
def backward_pass(g, end_node):
    """Send g back from end_node to the input; return what arrives there."""
    outgrads = {end_node: g}
    for node in toposort(end_node):
        outgrad = outgrads.pop(node)
        x = node.args[0] if node.args else None
        for argnum, parent in zip(node.argnums, node.parents):
            name = node.operation
            if name == "exp":
                sent = outgrad * node.value
            elif name == "log":
                sent = outgrad / x
            elif name == "sin":
                sent = outgrad * np.cos(x)
            elif name == "cos":
                sent = -outgrad * np.sin(x)
            elif name == "tanh":
                sent = outgrad * (1.0 - node.value**2)
            elif name == "negative":
                sent = -outgrad
            elif name == "add":
                sent = outgrad
            elif name == "subtract":
                sent = outgrad if argnum == 0 else -outgrad
            elif name == "multiply":
                sent = outgrad * node.args[1 - argnum]
            elif name == "divide":
                y = node.args[1]
                sent = outgrad / y if argnum == 0 else -outgrad * x / y**2
            elif name == "power":
                y = node.args[1]
                sent = outgrad * y * x ** (y - 1.0)
            elif name == "sum":
                sent = outgrad * np.ones_like(x)
            else:
                sent = outgrad
            outgrads[parent] = add_outgrads(outgrads.get(parent), sent)
    return outgrad


def add_outgrads(prev_g, g):
    """The sum of what was received before (None for nothing) and one more message."""
    if prev_g is None:
        return g
    return prev_g + g
