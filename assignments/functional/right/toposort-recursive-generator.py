#: title = "post-order by a recursive generator, in a tuple turned round"

# %% [q4-toposort-answer]
def post_order(node, visited):
    if id(node) not in visited:
        visited.add(id(node))
        for parent in node.parents:
            yield from post_order(parent, visited)
        yield node


def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    return tuple(post_order(end_node, set()))[::-1]
