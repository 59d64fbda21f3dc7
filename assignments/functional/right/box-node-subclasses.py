#: title = "boxes and nodes of the student's own classes, which inherit"

# %% [q2-answer]
class VNode(Node):
    """A node that knows how many nodes use it."""

    def __init__(self, value, fun, args, kwargs, argnums, parents):
        super().__init__(value, fun, args, kwargs, argnums, parents)
        self.users = 0
        for parent in parents:
            parent.users = getattr(parent, "users", 0) + 1


class ArrayBox(Box):
    """A box that can do a little more."""

    @property
    def value(self):
        return self._value

    def flatten(self):
        return self.ravel()

    def __pos__(self):
        return self


def primitive(f_raw):
    """A function that does what f_raw does, and makes a node of it where values are watched."""

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        latest = max([arg._trace for arg in args if isbox(arg)])
        watched = {i: arg for i, arg in enumerate(args) if isbox(arg) and arg._trace == latest}
        plain = [watched[i]._value if i in watched else arg for i, arg in enumerate(args)]
        ans = f_wrapped(*plain, **kwargs)
        node = VNode(ans, f_wrapped, plain, kwargs, watched, [b._node for b in watched.values()])
        return ArrayBox(ans, latest, node)

    return f_wrapped
