#: title = "primitive without functools.wraps, plain values by f_raw, a node made step by step"

# %% [q2-answer]
def primitive(fn):
    """A function that does what fn does, and makes a node of it where values are watched."""

    def traced(*inputs, **options):
        traces = [x._trace for x in inputs if isbox(x)]
        if len(traces) == 0:
            return fn(*inputs, **options)
        t = max(traces)

        def belongs(x):
            return isbox(x) and x._trace == t

        plain = tuple(map(lambda x: x._value if belongs(x) else x, inputs))
        y = traced(*plain, **options) if any(map(isbox, plain)) else fn(*plain, **options)
        node = Node.new_root(y)
        node.recipe = (traced, y, plain, options, tuple(i for i, x in enumerate(inputs) if belongs(x)))
        node.parents = [x._node for x in filter(belongs, inputs)]
        return new_box(y, t, node)

    traced.__name__ = fn.__name__
    traced.__doc__ = fn.__doc__
    return traced
