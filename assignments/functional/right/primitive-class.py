#: title = "a primitive is an object with __call__"

# %% [q2-answer]
class primitive:
    """A function that does what f_raw does, and makes a node of it where values are watched."""

    def __init__(self, f_raw):
        functools.update_wrapper(self, f_raw)
        self.f_raw = f_raw

    def __call__(self, *args, **kwargs):
        boxes = [arg for arg in args if isbox(arg)]
        if not boxes:
            return self.f_raw(*args, **kwargs)
        top = max(box._trace for box in boxes)
        return self.watched(top, args, kwargs)

    def watched(self, top, args, kwargs):
        mine = [isbox(arg) and arg._trace == top for arg in args]
        values = [arg._value if watched else arg for arg, watched in zip(args, mine)]
        argnums = [i for i, watched in enumerate(mine) if watched]
        value = self(*values, **kwargs)
        node = Node(value, self, values, kwargs, argnums, [args[i]._node for i in argnums])
        return new_box(value, top, node)

    def __repr__(self):
        return f"primitive({self.__name__})"
