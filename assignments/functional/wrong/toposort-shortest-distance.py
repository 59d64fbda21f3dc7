#: title = "toposort: nodes are sorted by the shortest way from the end"
#: lose = ["q4-toposort", "q8-whole"]
#: misconception = "order-level-by-level"

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    distance = {end_node: 0}
    queue = [end_node]
    for node in queue:
        for parent in node.parents:
            if parent not in distance:
                distance[parent] = distance[node] + 1
                queue.append(parent)
    return sorted(distance, key=lambda node: distance[node])
