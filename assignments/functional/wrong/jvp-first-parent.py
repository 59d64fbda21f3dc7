#: title = "make_jvp: only the first parent moves a node"
#: lose = ["q6-jvp", "q8-whole"]
#: misconception = "forward-first-parent-wins"

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    start_node = Node.new_root(x)
    end_value, end_node = trace(start_node, fun, x)
    nodes = list(toposort(end_node))[::-1]

    def jvp(v):
        velocities = {start_node: v}
        for node in nodes:
            moved = None
            for argnum, parent in list(zip(node.argnums, node.parents))[:1]:
                push = transposed(rule_of(node, argnum), node.value)
                moved = add_outgrads(moved, push(velocities[parent]))
            if node.parents:
                velocities[node] = moved
        return velocities[end_node]

    return jvp, end_value


def rule_of(node, argnum):
    """The rule of one step, as a function of g alone."""
    fun, value, args, kwargs, _ = node.recipe
    return lambda g: primitive_vjps[fun][argnum](g, value, *args, **kwargs)
