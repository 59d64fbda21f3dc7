#: title = "two colours and an explicit stack; a dict remembers the order"

# %% [q4-toposort-answer]
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    done = {}
    stack = [(end_node, False)]
    while stack:
        node, expanded = stack.pop()
        if node in done:
            continue
        if expanded:
            done[node] = True
        else:
            stack.append((node, True))
            stack.extend((parent, False) for parent in node.parents)
    return list(reversed(done))
