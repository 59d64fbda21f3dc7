#: title = "Kahn's algorithm with a Counter and a deque"

# %% [q4-toposort-answer]
from collections import Counter, deque


def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    nodes = [end_node]
    for node in nodes:  # grows meanwhile
        nodes.extend(parent for parent in dict.fromkeys(node.parents) if parent not in nodes)
    users = Counter(parent for node in nodes for parent in node.parents)
    queue = deque([end_node])
    order = []
    while queue:
        order.append(node := queue.popleft())
        users.subtract(node.parents)
        queue.extend(parent for parent in dict.fromkeys(node.parents) if users[parent] == 0)
    return order
