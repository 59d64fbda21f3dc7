#: title = "a stack with two visits of each node"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    order, done = [], set()
    stack = [(node, False) for node in reversed(node_list)]
    while stack:
        node, expanded = stack.pop()
        if node in done:
            continue
        if expanded:
            done.add(node)
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((source, False) for source in reversed(node.inputs))
    return order


def topo_sort_dfs(node, visited, topo_order):
    raise NotImplementedError("not needed")
