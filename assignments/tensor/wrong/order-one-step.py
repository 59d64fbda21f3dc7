#: title = "only the inputs of the nodes asked for, not what these were computed from"
#: lose = ["q3-order", "q3-shared", "q3-several", "q6-whole"]
#: misconception = "order-one-step-deep"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    topo_order = []
    for node in node_list:
        for source in node.inputs:
            if source not in topo_order:
                topo_order.append(source)
    for node in node_list:
        topo_order.append(node)
    return topo_order


def topo_sort_dfs(node, visited, topo_order):
    """Append what leads to a node, and then the node, to the order; nothing twice."""
    if node in visited:
        return
    visited.add(node)
    for source in node.inputs:
        topo_sort_dfs(source, visited, topo_order)
    topo_order.append(node)
