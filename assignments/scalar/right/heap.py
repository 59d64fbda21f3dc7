#: title = "backward numbers the values by depth and takes the deepest from a heap"

# %% [q5-answer]
import heapq
from itertools import count


def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    depth, tie = {}, count()

    def height(value):
        if value not in depth:
            below = [p for p in value.parents if isinstance(p, AutogradValue)]
            depth[value] = 1 + max([height(p) for p in below], default=0)
        return depth[value]

    height(self)
    self.grad = 1.0
    heap = [(-depth[self], next(tie), self)]
    queued = {self}
    while heap:
        _, _, value = heapq.heappop(heap)
        value.backward_pass()
        for parent in value.parents:
            if isinstance(parent, AutogradValue) and parent not in queued:
                queued.add(parent)
                heapq.heappush(heap, (-depth[parent], next(tie), parent))


AutogradValue.backward = backward
