#: title = "every path is walked in pre-order, doubles are dropped from the front, and the rest is turned round"
#: lose = ["q3-shared", "q3-several", "q6-whole"]

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    found = []

    def walk(node):
        if node not in found:
            found.append(node)
        for source in node.inputs:
            if source not in found:
                walk(source)

    for node in node_list:
        walk(node)
    return list(reversed(found))
