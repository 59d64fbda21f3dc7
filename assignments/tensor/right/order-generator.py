#: title = "a generator that yields nodes in post-order"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    visited = set()

    def walk(node):
        if id(node) in visited:
            return
        visited.add(id(node))
        for source in node.inputs:
            yield from walk(source)
        yield node

    return [node for output in node_list for node in walk(output)]
