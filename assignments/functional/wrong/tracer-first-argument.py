#: title = "the box is looked for at the first place only"
#: lose = ["q2-primitive", "q2-several", "q2-levels", "q8-whole"]

# %% [q2-answer]
def primitive(f_raw):
    """A function that does what f_raw does, and makes a node of it where values are watched."""

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        x, *others = args
        value = f_wrapped(x._value, *others, **kwargs)
        node = Node(value, f_wrapped, (x._value, *others), kwargs, [0], [x._node])
        return new_box(value, x._trace, node)

    return f_wrapped
