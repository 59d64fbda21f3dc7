#: title = "toposort: end_node itself is left out"
#: lose = ["q4-toposort", "q8-whole"]
#: misconception = "order-without-the-end"

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    order, seen = [], set()

    def visit(node):
        for parent in node.parents:
            if parent not in seen:
                seen.add(parent)
                visit(parent)
                order.append(parent)

    visit(end_node)
    return order[::-1]
