#: title = "toposort: a set of all nodes, in no order"
#: lose = ["q4-toposort", "q8-whole"]

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    nodes = {end_node}
    waiting = [end_node]
    while waiting:
        for parent in waiting.pop().parents:
            if parent not in nodes:
                nodes.add(parent)
                waiting.append(parent)
    return sorted(nodes, key=id)
