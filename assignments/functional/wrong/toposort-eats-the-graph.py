#: title = "toposort: the parents are taken out of the nodes"
#: lose = ["q4-toposort", "q8-whole"]

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        while node.parents:
            visit(node.parents.pop())
        order.append(node)

    visit(end_node)
    return order[::-1]
