#: title = "toposort: breadth first, each node when it is first reached"
#: lose = ["q4-toposort", "q8-whole"]
#: misconception = "order-level-by-level"

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    order, queue = [], [end_node]
    while queue:
        node = queue.pop(0)
        if node not in order:
            order.append(node)
            queue.extend(node.parents)
    return order
