#: title = "only the first input of an operation is followed"
#: lose = ["q3-order", "q3-shared", "q3-several", "q6-whole"]
#: misconception = "order-first-input-only"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    visited, topo_order = set(), []
    for node in node_list:
        topo_sort_dfs(node, visited, topo_order)
    return topo_order


def topo_sort_dfs(node, visited, topo_order):
    """Append what leads to a node, and then the node, to the order; nothing twice."""
    if node in visited:
        return
    visited.add(node)
    if node.inputs:
        topo_sort_dfs(node.inputs[0], visited, topo_order)
    topo_order.append(node)
