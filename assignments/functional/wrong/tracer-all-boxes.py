#: title = "all boxes are watched, whatever trace they belong to"
#: lose = ["q2-levels", "q8-whole"]
#: misconception = "trace-takes-every-box"

# %% [q2-answer]
def primitive(f_raw):
    """A function that does what f_raw does, and makes a node of it where values are watched."""

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        boxes = [(i, arg) for i, arg in enumerate(args) if isbox(arg)]
        trace = max(box._trace for i, box in boxes)
        argnums = [i for i, box in boxes]
        parents = [box._node for i, box in boxes]
        argvals = [arg._value if isbox(arg) else arg for arg in args]
        value = f_wrapped(*argvals, **kwargs)
        return new_box(value, trace, Node(value, f_wrapped, argvals, kwargs, argnums, parents))

    return f_wrapped
