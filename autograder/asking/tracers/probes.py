"""Functions that cross to the submission as text, and ask what only a tracer is asked.

They use only ``ns`` (the submission's names), ``np``, ``math`` and their parameters, and return
plain data. Those that take ``texts`` use `opened`, whose text crosses with theirs.
"""

from autograder.asking.probes import opened


def noted(ns, args, layers, keywords):
    """What a primitive makes when boxes are among its arguments.

    For each argument, `layers` has the traces of the boxes around it, the innermost first; or the
    number of an argument before it, which is the same object. Gives the value, what each box around
    it says, the outermost first, and which arguments the function itself was given boxed.
    """
    handed = []

    def inside(thing):
        while ns.isbox(thing):
            thing = thing._value
        return thing

    def mixed(*args, **keywords):
        """Something that no two arguments can be exchanged in."""
        handed.append([ns.isbox(arg) for arg in args])
        args = [inside(arg) for arg in args]
        total = 1.0
        for place, arg in enumerate(args):
            total = total + (place + 2.0) * arg * arg
        return total * keywords.get("scale", 1.0)

    fun = ns.primitive(mixed)
    roots, made = [], []
    for value, traces in zip(args, layers):
        if isinstance(traces, int):
            made.append(made[traces])
            continue
        for level in traces:
            roots.append(ns.Node.new_root())
            value = ns.new_box(value, level, roots[-1])
        made.append(value)
    out = fun(*made, **keywords)

    def around(thing):
        found = []
        while ns.isbox(thing):
            found.append(thing._trace)
            thing = thing._value
        return found

    said, thing = [], out
    while ns.isbox(thing):
        node = thing._node
        recipe = getattr(node, "recipe", None)
        if recipe is None or len(recipe) != 5:
            return {"node": type(node).__name__}
        function, value, plain, given, argnums = recipe
        said.append(
            {
                "trace": thing._trace,
                "fun": "itself" if function is fun else "raw" if function is mixed else "other",
                "value": value is thing._value or bool(np.all(inside(value) == inside(thing))),
                "boxed value": around(value) == around(thing._value),
                "args": [around(arg) for arg in plain],
                "values": [inside(arg) for arg in plain],
                "keywords": dict(given),
                "argnums": [int(place) for place in argnums],
                "parents": [
                    next((i for i, root in enumerate(roots) if root is parent), -1)
                    for parent in node.parents
                ],
            }
        )
        thing = thing._value
    return {"value": thing, "boxes": said, "handed": handed}


def replayed(ns, texts, code, given, output):
    """The value of a program, and what its notes give when they are run once more.

    The program is traced by the notebook's `trace`, by its first input; then each node's function
    is called with what the node says, and with what its parents gave this time.
    """
    work = opened(ns, texts, code, given, output)
    rest = work.xs[1:]
    root = ns.Node.new_root()
    value, end = ns.trace(root, lambda x: work.f(x, *rest), work.xs[0])
    nodes, waiting = [], [end]
    while waiting and len(nodes) <= 200:  # the programs that are asked have fewer
        node = waiting.pop()
        if not any(node is one for one in nodes):
            nodes.append(node)
            waiting += node.parents
    if not any(node is root for node in nodes):
        return [work.told(value), None, len(nodes)]
    gave = {id(root): work.xs[0]}
    while id(end) not in gave:
        before = len(gave)
        for node in nodes:
            if id(node) not in gave and all(id(parent) in gave for parent in node.parents):
                fun, _, args, kwargs, argnums = node.recipe
                args = list(args)
                for place, parent in zip(argnums, node.parents):
                    args[place] = gave[id(parent)]
                gave[id(node)] = fun(*args, **kwargs)
        if len(gave) == before:
            return [work.told(value), None, len(nodes)]
    return [work.told(value), work.told(gave[id(end)]), len(nodes)]


def traced_again(ns, texts, code, given, output, operands, keywords, incoming, operation, weights):
    """The derivatives of what a rule sends, weighed: by each operand, and by what came in.

    The walk is one of our own, so that nothing but the notebook's trace and its rules is asked; and
    of the rules that are to be written as functions of elements, only the one in question: what is
    wrong with another is said where that is asked.
    """
    work = opened(ns, texts, code, given, output)
    o, found = work.named(operation), []
    given = [*work.xs, work.whole(incoming)]
    slopes = {  # value and operands to the derivatives
        "add": lambda y, a, b: (1.0, 1.0),
        "subtract": lambda y, a, b: (1.0, -1.0),
        "multiply": lambda y, a, b: (b, a),
        "divide": lambda y, a, b: (1.0 / b, -y / b),
        "power": lambda y, a, b: (b * a ** (b - 1.0), y * np.log(np.where(a > 0.0, a, 1.0))),
        "exp": lambda y, a: (y,),
        "log": lambda y, a: (1.0 / a,),
        "tanh": lambda y, a: (1.0 - y * y,),
    }
    exact = {id(ns.primitives[key]): slope for key, slope in slopes.items()}
    exact.pop(id(o), None)

    def sent_by(fun, place, g, value, args, kwargs):
        if id(fun) in exact:
            return ns.unbroadcast(args[place], g * exact[id(fun)](value, *args)[place])
        return ns.primitive_vjps[fun][place](g, value, *args, **kwargs)

    def walked(end, root, message):
        uses, waiting = {}, [end]
        while waiting:
            node = waiting.pop()
            if id(node) not in uses:
                waiting += node.parents
            uses[id(node)] = uses.get(id(node), 0) + 1
        got, ready = {id(end): message}, [end]
        while ready:
            node = ready.pop()
            if node is root:
                return got[id(node)]
            fun, value, args, kwargs, argnums = node.recipe
            for place, parent in zip(argnums, node.parents):
                sent = sent_by(fun, place, got[id(node)], value, args, kwargs)
                got[id(parent)] = got[id(parent)] + sent if id(parent) in got else sent
                uses[id(parent)] -= 1
                if uses[id(parent)] == 0:
                    ready.append(parent)

    for place, x in enumerate(given):
        total = 0.0
        for i, weight in enumerate(weights):
            root = ns.Node.new_root()

            def sent(x, place=place, i=i):
                *xs, g = [*given[:place], x, *given[place + 1 :]]
                return ns.primitive_vjps[o][i](g, o(*xs, **keywords), *xs, **keywords)

            value, end = ns.trace(root, sent, x)
            total = total + walked(end, root, np.broadcast_to(weight, np.shape(value)))
        found.append(work.told_message(total))
    return found


def unstretched(ns, target, g, traced):
    """What `unbroadcast` gives; in a box where it is `traced`, with what it was computed from."""
    if not traced:
        return ns.unbroadcast(target, g)
    root = ns.Node.new_root()
    value, end = ns.trace(root, lambda g: ns.unbroadcast(target, g), g)
    return [value, end is root or getattr(end.recipe[0], "__name__", "") != "independent"]


def sorted_nodes(ns, graph):
    """What `toposort` makes of a graph, as positions in it, asked two times.

    A graph is a list of nodes, each a list of the positions of its parents, which stand before it.
    Gives what `autograder.asking.order.Listed` holds.
    """
    computed = []

    def fun(*args):
        computed.append(1)
        return 0.0

    nodes = []
    for parents in graph:
        count = len(parents)
        node = ns.Node(
            0.0, fun, (0.0,) * count, {}, tuple(range(count)), [nodes[i] for i in parents]
        )
        nodes.append(node if parents else ns.Node.new_root())
    found = ns.toposort(nodes[-1])
    kind = type(found).__name__
    if isinstance(found, ns.Node) or not hasattr(found, "__iter__"):
        return kind, [], 0, True, []
    places = {id(node): place for place, node in enumerate(nodes)}
    order = [places.get(id(node)) for node in found]
    same = [[places.get(id(one)) for one in node.parents] for node in nodes] == graph
    again = [places.get(id(node)) for node in ns.toposort(nodes[-1])]
    return kind, order, len(computed), same, again


def of_one(work, name, calls):
    """The program as a function of one input, which notes that it was called; and that input."""
    i = work.names.index(name)

    def f(x):
        calls.append(1)
        return work.f(*work.xs[:i], x, *work.xs[i + 1 :])

    return f, work.xs[i]


def function_and_value(ns, texts, code, given, output, name, maker, handed):
    """What `make_vjp` or `make_jvp` gives by one input: the value, what its function makes of what
    it is handed, and how often the program was run.
    """
    work, calls = opened(ns, texts, code, given, output), []
    f, x = of_one(work, name, calls)
    pair = getattr(ns, maker)(f, x)
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        return {"type": type(pair).__name__}
    fun, value = pair
    if not callable(fun):
        said = f"a pair that begins with something of type {type(fun).__name__}"
        return {"type": said, "exchanged": callable(value)}  # which a name can be found by
    found = [work.told_message(fun(one)) for one in handed]
    return {"value": work.told(value), "found": found, "calls": len(calls)}


def jacobian(ns, texts, code, given, output, name):
    """The Jacobian of a program by one input."""
    work = opened(ns, texts, code, given, output)
    f, x = of_one(work, name, [])
    return work.told_message(ns.jacobian(f, x))


def hessian_product(ns, texts, code, given, output, name, v):
    """The Hessian of a program by one input times v, by `hvp`."""
    work = opened(ns, texts, code, given, output)
    f, x = of_one(work, name, [])
    return work.told_message(ns.hvp(f, x, v))


def gradient_again(ns, texts, code, given, output, name, v):
    """The same, by `value_and_grad` of what `value_and_grad` gives, times v."""
    work = opened(ns, texts, code, given, output)
    f, x = of_one(work, name, [])
    again = ns.value_and_grad(lambda x: np.sum(ns.value_and_grad(f)(x)[1] * v))
    return work.told_message(again(x)[1])


def value_and_gradient(ns, texts, code, given, output, name):
    """What `value_and_grad` gives by one input, and how often it called the program."""
    work, calls = opened(ns, texts, code, given, output), []
    i = work.names.index(name)

    def f(*xs):
        calls.append(1)
        return work.f(*xs)

    find = ns.value_and_grad(f, i)
    if not callable(find):
        return {"type": f"{type(find).__name__}, where a function should be"}
    pair = find(*work.xs)
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        return {"type": type(pair).__name__}
    value, found = pair
    return {"value": work.told(value), "found": work.told_message(found), "calls": len(calls)}


def called(ns, text, name, argnum, args, keywords):
    """What `grad` or its like gives for a function of several arguments, and what f was given."""
    handed = []

    def f(*args, **kwargs):
        handed.append([[ns.isbox(arg) for arg in args], dict(kwargs)])
        return inner(*args, **kwargs)

    inner = eval(text, {"np": getattr(ns, "np", np)})
    made = getattr(ns, name)
    find = made(f) if argnum is None else made(f, argnum)
    if not callable(find):
        return {"no function": type(find).__name__}
    moved = [x + 1.0 if isinstance(x, (float, np.ndarray)) else x for x in args]
    find(*moved, **keywords)  # what it found there must not count here
    found = find(*args, **keywords)
    if ns.isbox(found):
        return {"type": type(found).__name__}
    return {"found": found, "handed": handed}


def nested(ns, text, args, second):
    """What a text with `grad` in it gives; where `second`, that is the second of value_and_grad."""

    class Odd(Exception):
        pass

    maker = "value_and_grad" if second else "grad"

    def grad(f, argnum=0):
        make = getattr(ns, maker)
        find = make(f, argnum) if argnum or second else make(f)
        if not callable(find):
            raise Odd(f"what `{maker}(f)` gives is no function, but of type {type(find).__name__}")

        def gradient(*args):
            pair = find(*args)
            if not isinstance(pair, (tuple, list)) or len(pair) != 2:
                raise Odd(f"`{maker}(f)(x)` gives no pair, it is of type {type(pair).__name__}")
            return pair[1]

        return gradient if second else find

    names = {"np": getattr(ns, "np", np), "grad": grad}
    names["make_vjp"] = lambda f, x: ns.make_vjp(f, x)
    names["value_and_grad"] = lambda f: ns.value_and_grad(f)
    names["make_jvp"] = lambda f, x: ns.make_jvp(f, x)
    names["hvp"] = lambda f, x, v: ns.hvp(f, x, v)
    f = eval(text, names)
    try:
        found = f(*args)
    except Odd as odd:
        return {"odd": str(odd)}
    return found._value if ns.isbox(found) else found


def of_integers(ns, name):
    """What `jacobian` or the function of `make_jvp` gives at integers."""
    x = np.array([1, 2, 3])
    if name == "make_jvp":
        return ns.make_jvp(lambda x: x * x / 4.0, x)[0](np.array([0.5, 2.0, -1.0]))
    return ns.jacobian(lambda x: x * x / 4.0, x)
