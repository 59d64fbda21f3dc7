#: title = "nodes are sorted by their longest way to the end"

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    level, current = {}, {end_node: None}
    distance = 0
    while current:
        following = {}
        for node in current:
            level[node] = distance  # a longer way overwrites a shorter one
            following.update(dict.fromkeys(node.parents))
        current, distance = following, distance + 1
    return sorted(level, key=level.get)
