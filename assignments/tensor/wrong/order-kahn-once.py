#: title = "Kahn's way, with the uses counted once for each operation, and taken off for each operand"
#: lose = ["q3-shared", "q3-several"]

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    uses, seen, stack = {}, set(), list(node_list)
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        uses.setdefault(node, 0)
        for source in set(node.inputs):
            uses[source] = uses.get(source, 0) + 1
            stack.append(source)
    ready = [node for node in seen if uses[node] == 0]
    order = []
    while ready:
        node = ready.pop()
        order.append(node)
        for source in node.inputs:
            uses[source] -= 1
            if uses[source] == 0:
                ready.append(source)
    return order[::-1]
