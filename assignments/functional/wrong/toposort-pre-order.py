#: title = "toposort: depth first, each node when it is reached, before all its users are"
#: lose = ["q4-toposort", "q8-whole"]
#: misconception = "order-as-nodes-are-met"

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    order = []

    def visit(node):
        if node in order:
            return
        order.append(node)
        for parent in node.parents:
            visit(parent)

    visit(end_node)
    return order
