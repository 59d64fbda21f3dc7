#: title = "the lowest trace is taken, and keywords are not handed on"
#: lose = ["q2-primitive", "q2-several", "q2-levels", "q8-whole"]

# %% [q2-answer]
def primitive(f_raw):
    """A function that does what f_raw does, and makes a node of it where values are watched."""

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        top = min(arg._trace for arg in args if isbox(arg))
        argnums = [i for i, arg in enumerate(args) if isbox(arg) and arg._trace == top]
        argvals = [arg._value if i in argnums else arg for i, arg in enumerate(args)]
        parents = [args[i]._node for i in argnums]
        value = f_wrapped(*argvals)
        node = Node(value, f_wrapped, argvals, kwargs, argnums, parents)
        return new_box(value, top, node)

    return f_wrapped
