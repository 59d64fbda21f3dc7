#: title = "Kahn's way, from the nodes asked for"

# %% [q3-answer]
from collections import deque


def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    uses, stack, seen = {}, list(node_list), set()
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        uses.setdefault(node, 0)
        for source in node.inputs:
            uses[source] = uses.get(source, 0) + 1
            stack.append(source)
    ready = deque(node for node, count in uses.items() if count == 0)
    order = []
    while ready:
        node = ready.popleft()
        order.append(node)
        for source in node.inputs:
            uses[source] -= 1
            if uses[source] == 0:
                ready.append(source)
    order.reverse()
    return order
