#: title = "returns what it gets"
#: lose = ["q3-order", "q3-shared", "q3-several", "q6-whole"]
#: misconception = "order-as-asked"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    return list(node_list)


def topo_sort_dfs(node, visited, topo_order):
    """Append what leads to a node, and then the node, to the order; nothing twice."""
    if node in visited:
        return
    visited.add(node)
    for source in node.inputs:
        topo_sort_dfs(source, visited, topo_order)
    topo_order.append(node)
