#: title = "the standard library sorts"

# %% [q2-answer]
from graphlib import TopologicalSorter


def backward(end):
    """Fill in grad of everything that end was computed from."""
    users, stack, seen = {end: set()}, [end], {end}
    while stack:
        user = stack.pop()
        if user.edges:
            user.grad = 0.0 * user.value
        for parent, _ in user.edges:
            users.setdefault(parent, set()).add(user)
            if parent not in seen:
                seen.add(parent)
                stack.append(parent)
    if end.edges:
        end.grad = np.ones_like(end.value)
    else:
        end.grad = end.grad + np.ones_like(end.value)
    for variable in TopologicalSorter(users).static_order():
        for parent, send in variable.edges:
            parent.grad = parent.grad + send(variable.grad)
