#: title = "argnums are counted among the boxes, not among all arguments"
#: lose = ["q2-several", "q2-levels", "q8-whole"]
#: misconception = "argnums-count-boxes"

# %% [q2-answer]
def primitive(f_raw):
    """A function that does what f_raw does, and makes a node of it where values are watched."""

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        boxes = [arg for arg in args if isbox(arg)]
        top = max(box._trace for box in boxes)
        boxes = [box for box in boxes if box._trace == top]
        argvals = [arg._value if isbox(arg) and arg._trace == top else arg for arg in args]
        value = f_wrapped(*argvals, **kwargs)
        argnums = range(len(boxes))
        node = Node(value, f_wrapped, argvals, kwargs, argnums, [box._node for box in boxes])
        return new_box(value, top, node)

    return f_wrapped
