#: title = "sorted by the longest way to a leaf"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    depth = {}

    def depth_of(node):
        if node not in depth:
            depth[node] = 1 + max((depth_of(source) for source in node.inputs), default=0)
        return depth[node]

    for node in node_list:
        depth_of(node)
    return sorted(depth, key=depth.__getitem__)
