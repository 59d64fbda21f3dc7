#: title = "the youngest goes first: variables are numbered when they are made"

# %% [before q2-answer]
import heapq
import itertools

_numbers = itertools.count()
_plain_init = Variable.__init__


def _numbered_init(self, value, edges=()):
    _plain_init(self, value, edges)
    self.number = next(_numbers)


Variable.__init__ = _numbered_init

# %% [q2-answer]
def number_of(variable):
    return getattr(variable, "number", -1)


def backward(end):
    """Fill in grad of everything that end was computed from."""
    heap, seen = [(-number_of(end), id(end), end)], {end}
    fresh = {end} if end.edges else set()
    end.grad = np.ones(end.value.shape) if end.edges else end.grad + 1.0
    while heap:
        _, _, variable = heapq.heappop(heap)
        for parent, send in variable.edges:
            message = send(variable.grad)
            if parent.edges and parent not in fresh:
                fresh.add(parent)
                parent.grad = message
            else:
                parent.grad = parent.grad + message
            if parent not in seen:
                seen.add(parent)
                heapq.heappush(heap, (-number_of(parent), id(parent), parent))
