#: title = "toposort: nodes without parents, the input, are left out"
#: lose = ["q4-toposort", "q8-whole"]
#: misconception = "order-without-the-input"

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    order, seen = [], set()

    def visit(node):
        if node in seen or not node.parents:
            return
        seen.add(node)
        for parent in node.parents:
            visit(parent)
        order.append(node)

    visit(end_node)
    return order[::-1]
