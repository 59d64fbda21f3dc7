#: title = "a generator's nodes as a tuple, inputs from right to left"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    order = {}

    def walk(node):
        if node not in order:
            for source in node.inputs[::-1]:
                walk(source)
            order[node] = len(order)

    for node in node_list:
        walk(node)
    return sorted(order, key=order.get)
