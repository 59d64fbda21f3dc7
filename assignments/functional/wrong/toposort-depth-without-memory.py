#: title = "toposort: the longest way to each node is searched along every path, which takes exponential time"
#: lose = ["q4-toposort"]

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    depth = {}

    def visit(node, d):
        depth[node] = max(d, depth.get(node, 0))
        for parent in node.parents:
            visit(parent, d + 1)

    visit(end_node, 0)
    return sorted(depth, key=depth.get)
