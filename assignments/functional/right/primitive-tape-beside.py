#: title = "the primitive also writes a tape of its own"

# %% [q2-answer]
TAPE = []


def primitive(f_raw):
    """A function that does what f_raw does, and makes a node of it where values are watched."""

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        highest = -1
        for arg in args:
            if isbox(arg):
                highest = max(highest, arg._trace)
        argnums, parents, values = [], [], []
        for argnum, arg in enumerate(args):
            if isbox(arg) and arg._trace == highest:
                argnums.append(argnum)
                parents.append(arg._node)
                values.append(arg._value)
            else:
                values.append(arg)
        result = f_wrapped(*values, **kwargs)
        TAPE.append(Node(result, f_wrapped, values, kwargs, argnums, parents))
        if len(TAPE) > 1000:
            del TAPE[:500]
        return new_box(result, highest, TAPE[-1])

    return f_wrapped
