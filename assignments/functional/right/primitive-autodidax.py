#: title = "a primitive binds to the trace that is found for its arguments, as in autodidax"

# %% [q2-answer]
class MainTrace:
    """The trace of one level: it takes values out, and puts them back."""

    def __init__(self, level):
        self.level = level

    def lift(self, val):
        return isbox(val) and val._trace == self.level

    def process_primitive(self, prim, args, params):
        lifted = [i for i in range(len(args)) if self.lift(args[i])]
        primals = [x._value if self.lift(x) else x for x in args]
        out = bind(prim, *primals, **params)
        return Box(
            value=out,
            trace=self.level,
            node=Node(
                value=out,
                fun=prim.wrapped,
                args=primals,
                kwargs=params,
                argnums=lifted,
                parents=[args[i]._node for i in lifted],
            ),
        )


class Primitive:
    def __init__(self, impl):
        self.impl = impl
        self.wrapped = None


def find_top_trace(xs):
    top = max((x for x in xs if isbox(x)), default=None, key=lambda x: x._trace)
    return None if top is None else MainTrace(top._trace)


def bind(prim, *args, **params):
    top_trace = find_top_trace(args)
    if top_trace is None:
        return prim.impl(*args, **params)
    return top_trace.process_primitive(prim, args, params)


def primitive(f_raw):
    prim = Primitive(f_raw)

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        return bind(prim, *args, **kwargs)

    prim.wrapped = f_wrapped
    return f_wrapped
