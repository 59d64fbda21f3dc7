#: title = "the nodes come as they stand in a set"
#: lose = ["q3-order", "q3-shared", "q3-several", "q6-whole"]

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    found = set()

    def visit(node):
        if node not in found:
            found.add(node)
            for source in node.inputs:
                visit(source)

    for node in node_list:
        visit(node)
    return list(found)
