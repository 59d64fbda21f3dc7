"""Functions that cross to the submission as text, and ask what is done with variables.

They use only ``ns`` (the submission's names), ``np``, ``math`` and their parameters, and return
plain data. What is no variable, or no array, is told as ``{"odd": its class}``.
"""


def number_or_array(one):
    """A number or an array as an array, anything else by its class."""
    good = isinstance(one, (np.ndarray, np.generic, int, float))
    return np.array(one) if good else {"odd": type(one).__name__}


def array_of_numbers(one):
    """A copy of an array of real numbers, anything else by its class."""
    if isinstance(one, np.ndarray) and one.dtype.kind in "fiub":
        return np.array(one)
    other = " of other things than numbers" * (type(one) is np.ndarray)
    return {"odd": type(one).__name__ + other}


def with_numbers(ns, text, values, weights):
    """What a text of x gives for variables and plain numbers, and the gradient by x.

    The text may use functions of the notebook. What comes in at the result are the weights.
    """
    names = {name: ns[name] for name in ns}
    x = ns.Variable(np.array(values))
    y = eval(text, {**names, "np": np, "x": x})
    if not isinstance(y, ns.Variable):
        return {"odd": type(y).__name__}
    grad, waiting = np.zeros(np.shape(values)), [(y, np.array(weights))]
    while waiting:
        one, g = waiting.pop()
        if one is x:
            grad = grad + g
        waiting += [(parent, send(g)) for parent, send in one.edges]
    return {"value": np.array(y.value), "grad": np.array(grad)}


def walked_again(ns, how):
    """Gradients after `backward` was called several times, in one way or another."""
    a, b = ns.Variable([2.0, -1.0]), ns.Variable(3.0)

    def number(y, weights):
        return ns.computed(np.sum(weights * y.value), (y, lambda g: g * weights))

    inner = a * b
    weights = np.array([1.0, 10.0])
    end = number(inner * a, weights)
    if how == "two losses":
        ns.backward(number(a * b, weights))
        ns.backward(number(a + b, weights))
        return {"a": np.array(a.grad), "b": np.array(b.grad)}
    if how in ("an input alone", "an input that has one"):
        if how == "an input that has one":
            b.grad = np.array(-4.0)
        ns.backward(b)
        return {"b": np.array(b.grad)}
    ns.backward(end)
    if how == "twice":
        ns.backward(end)
    if how == "set back":
        a.grad, b.grad = np.zeros(2), np.zeros(())
        ns.backward(end)
    if how == "another end":  # which uses a value on the way of the first one
        a.grad, b.grad = np.zeros(2), np.zeros(())
        ns.backward(number(inner, weights))
    return {"a": np.array(a.grad), "b": np.array(b.grad), "a * b": np.array(inner.grad)}


def long_chain(ns, length, doubled):
    """The gradient through a long chain, and how often something is sent along an edge.

    Where it is doubled, each value is used twice by the next. It ends where far more is sent than
    there are edges.
    """
    sent = [0]

    def send(g):
        sent[0] += 1
        if sent[0] > 40 * length:
            raise StopIteration
        return 0.5 * g if doubled else g

    x = ns.Variable(1.0)
    y = x
    for _ in range(length):
        y = ns.computed(1.0, (y, send), (y, send)) if doubled else ns.computed(1.0, (y, send))
    try:
        ns.backward(y)
    except StopIteration:
        return {"sent": sent[0]}
    return {"sent": sent[0], "grad": np.array(x.grad)}


def differentiated(ns, text, x):
    """What `derivative` gives for a function of x, and whether x is as it was."""
    f = eval(text, {**{name: ns[name] for name in ns}, "np": np})
    given = np.array(x) if isinstance(x, np.ndarray) else x
    found = ns.derivative(f, given)
    same = bool(np.array_equal(given, x))
    return [number_or_array(found), same]


def collected(ns, kind):
    """Which variables `collect_parameters` finds, by their names; others by their class.

    How a module is built is told by a word. It is asked twice.
    """
    shapes = {"b": (2,), "c": (2,), "e": (2,)}
    made = {
        name: ns.Variable(np.full(shapes.get(name, ()), float(i)))
        for i, name in enumerate("abcdef")
    }
    a, b, c, d, e, f = made.values()

    class Part(ns.Module):
        def __init__(self, **attributes):
            for name, value in attributes.items():
                setattr(self, name, value)

        def forward(self, x):
            return x

    shared = Part(b=b, c=c)
    around = Part(part=shared)
    root = {
        "none": lambda: Part(name="nothing", size=3),
        "attributes": lambda: Part(first=a, second=b),
        "other things": lambda: Part(
            a=a, number=2.0, text="abc", array=np.zeros(3), nothing=None, function=len, b=b
        ),
        "a module": lambda: Part(a=a, part=Part(b=b, c=c)),
        "several modules": lambda: Part(p=Part(a=a), q=Part(b=b), r=Part(c=c), own=d),
        "three deep": lambda: Part(part=Part(part=Part(part=Part(a=a), b=b), c=c), d=d),
        "a list": lambda: Part(weights=[a, b, c]),
        "a list of modules": lambda: Part(layers=[Part(a=a), Part(b=b, part=Part(c=c))]),
        "lists in lists": lambda: Part(layers=[[a, Part(b=b)], [[c]], d, "e"]),
        "a shared variable": lambda: Part(p=Part(a=a, b=b), q=Part(b=b, c=c), again=a),
        "a shared module": lambda: Part(first=shared, second=shared, third=around, a=a),
        "set later": lambda: Part(a=a),
        "equal values": lambda: Part(a=a, b=b),
        "in order": lambda: Part(e=e, part=Part(f=f), a=a),
    }[kind]()
    if kind == "equal values":
        a.value = b.value = np.zeros(())
    first = root.collect_parameters()
    if kind == "set later":
        root.b = b
    first = list(first) if isinstance(first, (list, tuple)) else first
    found = root.collect_parameters()
    names = {id(one): name for name, one in made.items()}
    told = []
    for listed in (first, found):
        if listed is None or isinstance(listed, (str, dict)) or not hasattr(listed, "__iter__"):
            return {"odd": type(listed).__name__}
        told.append([names.get(id(one), type(one).__name__) for one in listed])
    return told


def called(ns, given):
    """What a module gives when it is called, where its `forward` gives a difference."""

    class Difference(ns.Module):
        def forward(self, one, other):
            return one - other

    found = Difference()(*given)
    return found if isinstance(found, (int, float)) else {"odd": type(found).__name__}


def stepped(ns, kind, values, gradients, options):
    """What an optimizer does with parameters, step by step.

    In each step the gradients are set, and the values afterwards are told. Another optimizer of its
    own parameters takes steps meanwhile.
    """
    params = [ns.Variable(value) for value in values]
    other = [ns.Variable(value) for value in values]
    rate = [options["lr"]] if "lr" in options else []
    more = {name: value for name, value in options.items() if name != "lr"}
    optimizer = getattr(ns, kind)(params, *rate, **more)
    second = getattr(ns, kind)(other, *rate, **more)
    told, same = [], True
    for each in gradients:
        for parameter, g in zip(params, each):
            parameter.grad = np.array(g)
        for parameter, g in zip(other, each):
            parameter.grad = -np.array(g)
        optimizer.step()
        second.step()
        now = []
        for parameter, g in zip(params, each):
            now.append(number_or_array(parameter.value))
            same = same and isinstance(parameter.grad, (np.ndarray, np.generic, float, int))
            same = same and bool(np.array_equal(parameter.grad, g))
        told.append(now)
    return {"told": told, "same": same}


def set_back(ns, kind, values):
    """What `zero_grad` leaves: the gradients, whether values stay, what comes in afterwards."""
    params = [ns.Variable(value) for value in values]
    for i, parameter in enumerate(params):
        parameter.grad = np.full(np.shape(parameter.value), i + 1.0)
    optimizer = getattr(ns, kind)(params, 0.5)
    optimizer.zero_grad()
    found = [number_or_array(parameter.grad) for parameter in params]
    values = [np.array(parameter.value) for parameter in params]
    after = []
    for parameter in params:
        size = np.shape(parameter.value)
        ns.computed(
            np.sum(parameter.value), (parameter, lambda g, size=size: g * np.ones(size))
        ).backward()
        after.append(np.array(parameter.grad))
    return {"found": found, "values": values, "after": after}


def parabola_runs(ns, starts, rates, epochs, other):
    """What `perform_gd` gives; where `other` is a text, for another function of x."""
    given = {} if epochs is None else {"epochs": epochs}
    names = ns.f.__globals__
    kept = names["f"]
    try:
        if other:
            names["f"] = eval(other)
        found = ns.perform_gd(starts, rates, **given)
    finally:
        names["f"] = kept
    if not isinstance(found, (tuple, list, np.ndarray)) or len(found) != 2:
        return {"odd": type(found).__name__}
    return [array_of_numbers(one) for one in found]


def surface_at(ns, x, y):
    """The module's parameters, its height at a point, and the gradient there."""
    module = ns.Surface(x, y)
    for name in ("x", "y"):
        one = getattr(module, name, None)
        if not isinstance(one, ns.Variable):
            return {"attribute": [name, type(one).__name__]}
    params = [np.array(module.x.value), np.array(module.y.value)]
    count = len(list(module.collect_parameters()))
    z = module.forward()
    if not isinstance(z, ns.Variable):
        return {"odd": type(z).__name__}
    z.backward()
    return {
        "params": params,
        "count": count,
        "z": np.array(z.value),
        "grad": [np.array(module.x.grad), np.array(module.y.grad)],
    }


def surface_runs(ns, starts, options):
    """What `perform_2d_gd` gives."""
    found = ns.perform_2d_gd(starts, **options)
    if not isinstance(found, (tuple, list)) or len(found) != 2:
        return {"odd": type(found).__name__}
    return [array_of_numbers(one) for one in found]
