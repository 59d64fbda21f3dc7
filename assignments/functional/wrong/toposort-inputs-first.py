#: title = "toposort: the order is not turned round, the input comes first"
#: lose = ["q4-toposort", "q8-whole"]
#: misconception = "order-inputs-first"

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(end_node)
    return order
