#: title = "what is on the list is looked for in the list"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    topo_order = []
    for node in node_list:
        topo_sort_dfs(node, topo_order, topo_order)
    return topo_order


def topo_sort_dfs(node, visited, topo_order):
    if node not in visited:
        for x in node.inputs:
            topo_sort_dfs(x, visited, topo_order)
        topo_order.append(node)
