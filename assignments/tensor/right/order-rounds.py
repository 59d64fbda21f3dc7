#: title = "round after round, what has all its inputs is taken"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    found = dict.fromkeys(node_list)
    queue = list(found)
    for node in queue:
        for source in node.inputs:
            if source not in found:
                found[source] = None
                queue.append(source)
    order, placed, waiting = [], set(), queue
    while waiting:
        now = [n for n in waiting if all(s in placed for s in n.inputs)]
        order += now
        placed.update(now)
        waiting = [n for n in waiting if n not in placed]
    return order
