#: title = "toposort: a node that waits is looked at and never taken off, the loop does not end"
#: lose = ["q4-toposort", "q8-whole"]

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    order, waiting = [], [end_node]
    while waiting:
        node = waiting[-1]
        if node not in order:
            order.append(node)
            waiting.extend(node.parents)
    return order
