#: title = "toposort: only the first parent of each node is followed"
#: lose = ["q4-toposort", "q8-whole"]
#: misconception = "order-only-one-parent"

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    order = [end_node]
    while order[-1].parents:
        order.append(order[-1].parents[0])
    return order
