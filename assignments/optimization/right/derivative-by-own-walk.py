#: title = "derivative sends its messages itself, and leaves grad alone"

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    start = Variable(x)
    end = f(start)
    order, seen, stack = [], set(), [(end, False)]
    while stack:
        one, done = stack.pop()
        if done:
            order.append(one)
        elif one not in seen:
            seen.add(one)
            stack.append((one, True))
            stack.extend((parent, False) for parent, _ in one.edges)
    came = {start: np.zeros(start.value.shape), end: np.ones(end.value.shape)}
    for one in order[::-1]:
        for parent, send in one.edges:
            came[parent] = came.get(parent, 0.0) + send(came[one])
    return came[start]
