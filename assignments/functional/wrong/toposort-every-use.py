#: title = "toposort: a node is listed once for every use"
#: lose = ["q4-toposort", "q8-whole"]
#: misconception = "order-every-use"

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    order = []

    def visit(node):
        order.append(node)
        for parent in node.parents:
            visit(parent)

    visit(end_node)
    return order
