#: title = "toposort: a node that is met again moves to the back, its parents do not"
#: lose = ["q4-toposort", "q8-whole"]

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    order = []
    waiting = [end_node]
    while waiting:
        node = waiting.pop()
        if node in order:
            order.remove(node)
            order.append(node)
            continue
        order.append(node)
        waiting.extend(node.parents)
    return order
