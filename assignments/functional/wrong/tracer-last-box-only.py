#: title = "a loop over the boxes keeps only the last one as parent"
#: lose = ["q2-several", "q2-levels", "q8-whole"]

# %% [q2-answer]
def primitive(f_raw):
    """A function that does what f_raw does, and makes a node of it where values are watched."""

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        trace = max(arg._trace for arg in args if isbox(arg))
        argvals = list(args)
        for i, arg in enumerate(args):
            if isbox(arg) and arg._trace == trace:
                argvals[i] = arg._value
                argnums = [i]
                parents = [arg._node]
        value = f_wrapped(*argvals, **kwargs)
        return new_box(value, trace, Node(value, f_wrapped, argvals, kwargs, argnums, parents))

    return f_wrapped
