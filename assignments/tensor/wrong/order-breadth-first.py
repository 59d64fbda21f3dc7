#: title = "breadth first, and turned round"
#: lose = ["q3-shared", "q3-several", "q6-whole"]
#: misconception = "order-levels-turned-round"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    queue, visited = list(node_list), set(node_list)
    for node in queue:
        for source in node.inputs:
            if source not in visited:
                visited.add(source)
                queue.append(source)
    return queue[::-1]


def topo_sort_dfs(node, visited, topo_order):
    """Not used."""
