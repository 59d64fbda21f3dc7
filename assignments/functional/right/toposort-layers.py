#: title = "the order layer by layer: what nothing else uses comes first"

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    def after(nodes):
        if not nodes:
            return ()
        # what nobody in the rest leads to comes first
        used = set()
        for node in nodes:
            used.update(node.parents)
        free = tuple(node for node in nodes if node not in used)
        return free + after(tuple(node for node in nodes if node in used))

    def reached(node):
        found, edge = {node: 0}, [node]
        while edge:
            edge = [p for n in edge for p in n.parents if found.setdefault(p, 1) and not found.update({p: 0})]
        return tuple(found)

    return after(reached(end_node))

# %% [q4-vjp-answer]
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    root = Node.new_root(x)
    pair = trace(root, fun, x)

    class Pullback(tuple):
        def __call__(self, g):
            return backward_pass(g, self[1])

    return Pullback(pair), pair[0]

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, y = make_vjp(fun, x)
    outputs, inputs = np.shape(y), np.shape(x)

    def row(i):
        g = np.where(np.arange(np.size(y)) == i, 1.0, 0.0)
        return np.reshape(vjp(np.reshape(g, outputs)), inputs)

    return np.array(tuple(map(row, range(np.size(y))))).reshape(outputs + inputs)
