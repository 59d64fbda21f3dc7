#: title = "Box and new_box are written over by classes and functions that do more"

# %% [q2-answer]
class Box(Box):
    """A box that writes down which names were asked for."""

    def __init__(self, value, trace, node):
        super().__init__(value, trace, node)
        self.asked = 0

    def __getitem__(self, index):
        self.asked += 1
        return super().__getitem__(index)

    @property
    def grad_fn(self):
        return self._node.fun


def new_box(value, trace, node):
    assert not isbox(value) or value._trace < trace
    return Box(value, trace, node)


def isbox(x):
    return type(x) is Box


def primitive(f_raw):
    """A function that does what f_raw does, and makes a node of it where values are watched."""

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        top = sorted({arg._trace for arg in args if isbox(arg)})[-1]
        argnums, values, parents = [], [], []
        for i, arg in enumerate(args):
            if isbox(arg) and arg._trace == top:
                argnums += [i]
                parents += [arg._node]
                arg = arg._value
            values += [arg]
        value = f_wrapped(*values, **kwargs)
        return new_box(value, top, Node(value, f_wrapped, values, kwargs, argnums, parents))

    return f_wrapped
