#: title = "the list is begun anew for each of the nodes"
#: lose = ["q3-several"]
#: misconception = "order-last-output-only"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    for node in node_list:
        visited, topo_order = set(), []
        topo_sort_dfs(node, visited, topo_order)
    return topo_order


def topo_sort_dfs(node, visited, topo_order):
    """Append what leads to a node, and then the node, to the order; nothing twice."""
    if node in visited:
        return
    visited.add(node)
    for source in node.inputs:
        topo_sort_dfs(source, visited, topo_order)
    topo_order.append(node)
