#: title = "toposort: uses are counted once for every way that leads to a node, and never run out"
#: lose = ["q4-toposort", "q8-whole"]
#: misconception = "order-counts-paths"

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    uses = {}

    def count(node):
        uses[node] = uses.get(node, 0) + 1
        for parent in node.parents:
            count(parent)

    count(end_node)
    ready = [end_node]
    order = []
    while ready:
        node = ready.pop()
        order.append(node)
        for parent in node.parents:
            uses[parent] -= 1
            if uses[parent] == 0:
                ready.append(parent)
    return order
