#: title = "make_jvp: velocities are taken out of their boxes, the result has no derivative"
#: lose = ["q6-jvp", "q8-whole"]

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    start_node = Node.new_root(x)
    end_value, end_node = trace(start_node, fun, x)
    nodes = list(toposort(end_node))[::-1]

    def jvp(v):
        velocities = {start_node: v}
        for node in nodes:
            _, value, _, _, argnums = node.recipe
            moved = None
            for argnum, parent in zip(argnums, node.parents):
                push = transposed(rule_of(node, argnum), value)
                moved = add_outgrads(moved, push(unboxed(velocities[parent])))
            if node is not start_node:
                velocities[node] = moved
        return velocities[end_node]

    return jvp, end_value


def rule_of(node, argnum):
    """The rule of one step, as a function of g alone."""
    fun, value, args, kwargs, _ = node.recipe
    return lambda g: primitive_vjps[fun][argnum](g, value, *args, **kwargs)
