#: title = "stops after a depth of fifty"
#: lose = ["q3-order"]

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    visited, topo_order = set(), []
    for node in node_list:
        topo_sort_dfs(node, visited, topo_order, 50)
    return topo_order


def topo_sort_dfs(node, visited, topo_order, depth):
    """Append what leads to a node, and then the node, to the order; nothing twice."""
    if node in visited or depth == 0:
        return
    visited.add(node)
    for source in node.inputs:
        topo_sort_dfs(source, visited, topo_order, depth - 1)
    topo_order.append(node)
