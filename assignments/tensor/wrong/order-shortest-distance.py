#: title = "sorted by the shortest way to a node asked for"
#: lose = ["q3-shared", "q3-several", "q6-whole"]

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    depth, level = {}, list(node_list)
    number = 0
    while level:
        for node in level:
            depth.setdefault(node, number)
        level = [s for n in level for s in n.inputs if s not in depth]
        number += 1
    return sorted(depth, key=depth.get, reverse=True)
