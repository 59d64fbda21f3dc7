#: title = "forward mode, where the steps are turned round before any velocity is known"

# %% [q6-jvp-answer]
from functools import partial


def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    start_node = Node(x, None, (), {}, (), ())
    end_value, end_node = trace(start_node, fun, x)
    program = []
    for node in reversed(tuple(toposort(end_node))):
        fun_, value, args, kwargs, argnums = node.recipe
        pushes = []
        for argnum in argnums:
            rule = primitive_vjps[fun_][argnum]
            pull = lambda g, rule=rule, value=value, args=args, kwargs=kwargs: rule(g, value, *args, **kwargs)
            pushes.append(transposed(pull, value))
        program.append((node, pushes))

    def push_forward(x_dot):
        dots = {id(start_node): x_dot}
        for node, pushes in program:
            if pushes:
                sent = [push(dots[id(parent)]) for push, parent in zip(pushes, node.parents)]
                dots[id(node)] = functools.reduce(np.add, sent)
        return dots[id(end_node)]

    return push_forward, end_value
