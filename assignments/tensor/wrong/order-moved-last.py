#: title = "a node that comes again is moved to the end"
#: lose = ["q3-shared", "q3-several", "q6-whole"]
#: misconception = "order-before-inputs-turned-round"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    topo_order = []

    def visit(node):
        for source in node.inputs:
            visit(source)
        if node in topo_order:
            topo_order.remove(node)
        topo_order.append(node)

    for node in node_list:
        visit(node)
    return topo_order
