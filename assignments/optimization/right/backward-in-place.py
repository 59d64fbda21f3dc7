#: title = "gradients are added up in place"

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    order, seen = [], set()
    stack = [(end, 0)]
    seen.add(id(end))
    while stack:
        variable, i = stack.pop()
        if i < len(variable.edges):
            stack.append((variable, i + 1))
            parent = variable.edges[i][0]
            if id(parent) not in seen:
                seen.add(id(parent))
                stack.append((parent, 0))
        else:
            order.append(variable)
            if variable.edges:
                variable.grad = np.zeros_like(variable.value)
    end.grad += np.ones_like(end.value)
    for variable in order[::-1]:
        for parent, send in variable.edges:
            parent.grad += send(variable.grad)
