#: title = "Kahn's way, from the leaves"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    users, missing, todo = {}, {}, list(node_list)
    while todo:
        node = todo.pop()
        if node in missing:
            continue
        missing[node] = len(node.inputs)
        for source in node.inputs:
            users.setdefault(source, []).append(node)
            todo.append(source)
    ready = [node for node in missing if not missing[node]]
    for node in ready:
        for user in users.get(node, ()):
            missing[user] -= 1
            if not missing[user]:
                ready.append(user)
    return ready
