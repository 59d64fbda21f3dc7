#: title = "toposort: what was seen is kept for the next call"
#: lose = ["q4-toposort"]

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for parent in node.parents:
            visit(parent)
        order.append(node)

    order = []
    visit(end_node)
    return order[::-1]


seen = set()
