#: title = "toposort: a parent that one node uses twice is counted once, and taken off twice"
#: lose = ["q4-toposort"]

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    users = {}
    waiting = [end_node]
    while waiting:
        node = waiting.pop()
        if node in users:
            continue
        users[node] = 0
        waiting.extend(node.parents)
    for node in users:
        for parent in set(node.parents):
            users[parent] += 1
    ready = [end_node]
    while ready:
        node = ready.pop()
        yield node
        for parent in node.parents:
            users[parent] -= 1
            if users[parent] == 0:
                ready.append(parent)
