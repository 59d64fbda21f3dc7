#: title = "every path is walked, and what came twice is dropped at the end: slow, and right"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    topo_order = []
    for node in node_list:
        topo_sort_dfs(node, topo_order)
    return list(dict.fromkeys(topo_order))


def topo_sort_dfs(node, topo_order):
    """Append what leads to a node, and then the node."""
    for source in node.inputs:
        topo_sort_dfs(source, topo_order)
    topo_order.append(node)
