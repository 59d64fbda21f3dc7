#: title = "groupby, zip with star, and a match statement"

# %% [q2-answer]
import itertools


def primitive(f_raw):
    """A function that does what f_raw does, and makes a node of it where values are watched."""

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        boxed = [(arg._trace, -i, arg) for i, arg in enumerate(args) if isinstance(arg, Box)]
        match boxed:
            case []:
                return f_raw(*args, **kwargs)
        boxed.sort(key=lambda entry: entry[:2], reverse=True)
        level, group = next(itertools.groupby(boxed, key=lambda entry: entry[0]))
        _, places, boxes = zip(*group)
        argnums = tuple(-i for i in places)
        values = list(args)
        for argnum, box in zip(argnums, boxes):
            values[argnum] = box._value
        value = f_wrapped(*values, **kwargs)
        node = Node(value, f_wrapped, tuple(values), kwargs, argnums, [b._node for b in boxes])
        return new_box(value, level, node)

    return f_wrapped
