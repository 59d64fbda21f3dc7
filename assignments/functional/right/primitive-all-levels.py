#: title = "a loop over the levels in the place of the recursion"

# %% [q2-answer]
def primitive(f_raw):
    """A function that does what f_raw does, and makes a node of it where values are watched."""

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        # out of all boxes, from the latest trace to the first
        steps = []
        while any(isbox(arg) for arg in args):
            level = max(arg._trace for arg in args if isbox(arg))
            argnums = [i for i, arg in enumerate(args) if isbox(arg) and arg._trace == level]
            parents = [args[i]._node for i in argnums]
            args = [arg._value if i in argnums else arg for i, arg in enumerate(args)]
            steps.append((level, argnums, parents, args))
        ans = f_raw(*args, **kwargs)
        # and back into boxes, from the first trace to the latest
        for level, argnums, parents, args in reversed(steps):
            ans = new_box(ans, level, Node(ans, f_wrapped, args, kwargs, argnums, parents))
        return ans

    return f_wrapped
