#: title = "nodes of one shape are taken for one"
#: lose = ["q3-order", "q3-shared", "q3-several", "q6-whole"]
#: misconception = "order-alike-is-the-same"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    visited, topo_order = set(), []
    for node in node_list:
        topo_sort_dfs(node, visited, topo_order)
    return topo_order


def topo_sort_dfs(node, visited, topo_order):
    """Append what leads to a node, and then the node, to the order; nothing twice."""
    if node.shape in visited:
        return
    visited.add(node.shape)
    for source in node.inputs:
        topo_sort_dfs(source, visited, topo_order)
    topo_order.append(node)
