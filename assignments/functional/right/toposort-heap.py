#: title = "a heap gives the node that is farthest from the input"

# %% [q4-toposort-answer]
import heapq


def toposort(end_node):
    """All nodes that lead to end_node, by their depth, the deepest first."""
    depths = {}
    stack = [end_node]
    while stack:
        node = stack[-1]
        missing = [parent for parent in node.parents if parent not in depths]
        if missing:
            stack.extend(missing)
        else:
            depths[node] = 1 + max([depths[parent] for parent in node.parents], default=0)
            stack.pop()
    heap = [(-depth, i, node) for i, (node, depth) in enumerate(depths.items())]
    heapq.heapify(heap)
    while heap:
        yield heapq.heappop(heap)[2]
