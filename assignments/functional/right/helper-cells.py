#: title = "helpers stand in cells of their own, and experiments after the checks"

# %% [before q3-sum-answer]
def axes_of(axis, ndim):
    """The axes of a reduction, as a tuple of numbers from 0."""
    if axis is None:
        return tuple(range(ndim))
    if isinstance(axis, int):
        axis = (axis,)
    return tuple(a + ndim if a < 0 else a for a in axis)

# %% [q3-sum-answer]
def sum_vjp(g, ans, x, axis=None, keepdims=False):
    axes = axes_of(axis, np.ndim(x))
    shape = tuple(1 if i in axes else n for i, n in enumerate(np.shape(x)))
    return np.broadcast_to(np.reshape(g, shape), np.shape(x))


defvjp(np.sum, sum_vjp)

# %% [after q3-sum-answer]
sum_vjp(np.ones(2), np.ones(2), np.ones((2, 3)), axis=-1).shape

# %% [before q6-jvp-answer]
def pulls(node):
    """The rules of a node as functions of g, each with the parent that it sends to."""
    for argnum, parent in zip(node.argnums, node.parents):
        rule = primitive_vjps[node.fun][argnum]
        yield parent, lambda g, rule=rule: rule(g, node.value, *node.args, **node.kwargs)

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    start = Node.new_root(x)
    ans, end = trace(start, fun, x)
    nodes = list(reversed(list(toposort(end))))

    def jvp(v):
        tangents = {start: v}
        for node in nodes:
            for parent, pull in pulls(node):
                pushed = transposed(pull, node.value)(tangents[parent])
                tangents[node] = pushed if node not in tangents else tangents[node] + pushed
        return tangents[end]

    return jvp, ans

# %% [after q6-check]
push, y = make_jvp(np.tanh, 0.3)
print(push(1.0), 1 - y**2)
x, y, np_, g, f = 1, 2, 3, 4, 5

# %% [before q8-derivation-answer]
import math

def sigma(z):
    return 1.0 / (1.0 + math.exp(-z))
