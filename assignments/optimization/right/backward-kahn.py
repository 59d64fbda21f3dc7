#: title = "the uses are counted, and who has all messages goes next"

# %% [q2-answer]
from collections import Counter, deque


def backward(end):
    """Fill in grad of everything that end was computed from."""
    uses, reached, queue = Counter(), {id(end)}, deque([end])
    while queue:
        variable = queue.popleft()
        if variable.edges:
            variable.grad = np.zeros(variable.value.shape)
        for parent, _ in variable.edges:
            uses[id(parent)] += 1
            if id(parent) not in reached:
                reached.add(id(parent))
                queue.append(parent)

    end.grad = end.grad + 1.0
    ready = [end]
    while ready:
        variable = ready.pop()
        for parent, send in variable.edges:
            parent.grad = parent.grad + send(variable.grad)
            uses[id(parent)] -= 1
            if not uses[id(parent)]:
                ready.append(parent)
