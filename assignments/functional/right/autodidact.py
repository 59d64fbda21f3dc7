#: title = "a tracer as autodidact has it, with its helpers"

# %% [q2-answer]
def primitive(f_raw):
    """
    Wraps a function so that its gradient can be specified and its invocation
    can be recorded. For examples, see the docs.
    """

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        boxed_args, trace, node_constructor = find_top_boxed_args(args)
        if boxed_args:
            argvals = subvals(args, [(argnum, box._value) for argnum, box in boxed_args])
            parents = tuple(box._node for _, box in boxed_args)
            argnums = tuple(argnum for argnum, _ in boxed_args)
            ans = f_wrapped(*argvals, **kwargs)
            node = node_constructor(ans, f_wrapped, argvals, kwargs, argnums, parents)
            return new_box(ans, trace, node)
        else:
            return f_raw(*args, **kwargs)

    return f_wrapped


def find_top_boxed_args(args):
    top_trace = -1
    top_boxes = []
    top_node_type = None
    for argnum, arg in enumerate(args):
        if isbox(arg):
            trace = arg._trace
            if trace > top_trace:
                top_boxes = [(argnum, arg)]
                top_trace = trace
                top_node_type = type(arg._node)
            elif trace == top_trace:
                top_boxes.append((argnum, arg))
    return top_boxes, top_trace, top_node_type


def subvals(x, ivs):
    x_ = list(x)
    for i, v in ivs:
        x_[i] = v
    return tuple(x_)

# %% [q3-first-answer]
defvjp(exp, lambda g, ans, x: ans * g)
defvjp(log, lambda g, ans, x: g / x)
defvjp(add, lambda g, ans, x, y: unbroadcast(x, g),
            lambda g, ans, x, y: unbroadcast(y, g))
defvjp(multiply, lambda g, ans, x, y: unbroadcast(x, y * g),
                 lambda g, ans, x, y: unbroadcast(y, x * g))
defvjp(subtract, lambda g, ans, x, y: unbroadcast(x, g),
                 lambda g, ans, x, y: unbroadcast(y, -g))

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g, broadcast_idx=0):
    while np.ndim(g) > np.ndim(target):
        g = np.sum(g, axis=broadcast_idx)
    for axis, size in enumerate(np.shape(target)):
        if size == 1:
            g = np.sum(g, axis=axis, keepdims=True)
    return g

# %% [q3-more-answer]
defvjp(divide, lambda g, ans, x, y: unbroadcast(x, g / y),
               lambda g, ans, x, y: unbroadcast(y, -g * x / y**2))
defvjp(power,
    lambda g, ans, x, y: unbroadcast(x, g * y * x ** np.where(y, y - 1, 1.)),
    lambda g, ans, x, y: unbroadcast(y, g * np.log(replace_zero(x, 1.)) * x ** y))
defvjp(tanh, lambda g, ans, x: g * (1 - ans ** 2))

def replace_zero(x, val): return np.where(x, x, val)

# %% [q3-sum-answer]
def repeat_to_match_shape(g, shape, axis, keepdims):
    """Returns the array g repeated along axis to fit onto vector space vs.
       Also returns the number of repetitions of the array."""
    if shape == ():
        return g, 1
    axis = list(axis) if isinstance(axis, tuple) else axis
    new_shape = np.array(shape)
    new_shape[axis] = 1
    num_reps = np.prod(np.array(shape)[axis])
    return np.reshape(g, new_shape) + np.zeros(shape), num_reps

def grad_np_sum(g, ans, x, axis=None, keepdims=False, dtype=None):
    shape = np.shape(x)
    return repeat_to_match_shape(g, shape, axis, keepdims)[0]
defvjp(np.sum, grad_np_sum)

# %% [q3-dot-answer]
def dot_vjp_0(g, ans, lhs, rhs):
    if max(np.ndim(lhs), np.ndim(rhs)) > 2:
        raise NotImplementedError("Current dot vjps only support ndim <= 2.")

    if np.ndim(lhs) == 0:
        return np.sum(rhs * g)
    if np.ndim(lhs) == 1 and np.ndim(rhs) == 1:
        return g * rhs
    if np.ndim(lhs) == 2 and np.ndim(rhs) == 1:
        return g[:, None] * rhs
    if np.ndim(lhs) == 1 and np.ndim(rhs) == 2:
        return np.dot(rhs, g)
    return np.dot(g, rhs.T)

def dot_vjp_1(g, ans, lhs, rhs):
    if max(np.ndim(lhs), np.ndim(rhs)) > 2:
        raise NotImplementedError("Current dot vjps only support ndim <= 2.")

    if np.ndim(rhs) == 0:
        return np.sum(lhs * g)
    if np.ndim(lhs) == 1 and np.ndim(rhs) == 1:
        return g * lhs
    if np.ndim(lhs) == 2 and np.ndim(rhs) == 1:
        return np.dot(g, lhs)
    if np.ndim(lhs) == 1 and np.ndim(rhs) == 2:
        return lhs[:, None] * g
    return np.dot(lhs.T, g)
defvjp(dot, dot_vjp_0, dot_vjp_1)

# %% [q4-toposort-answer]
def toposort(end_node):
    child_counts = {}
    stack = [end_node]
    while stack:
        node = stack.pop()
        if node in child_counts:
            child_counts[node] += 1
        else:
            child_counts[node] = 1
            stack.extend(node.parents)

    childless_nodes = [end_node]
    while childless_nodes:
        node = childless_nodes.pop()
        yield node
        for parent in node.parents:
            if child_counts[parent] == 1:
                childless_nodes.append(parent)
            else:
                child_counts[parent] -= 1
