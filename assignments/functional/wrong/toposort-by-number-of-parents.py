#: title = "toposort: nodes are sorted by how many parents they have"
#: lose = ["q4-toposort", "q8-whole"]

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    seen, waiting = [], [end_node]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.append(node)
            waiting.extend(node.parents)
    return sorted(seen, key=lambda node: -len(node.parents))
