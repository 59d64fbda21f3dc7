"""Functions that cross to the submission as text, and ask what is done with a tracer.

They use only ``ns`` (the submission's names), ``np``, ``math`` and their parameters, and return
plain data. A function of x comes as text, with arrays that it may use.
"""


def differences(ns, name, text, weights, x, h):
    """What a function of finite differences gives, and whether x is as it was."""
    f = eval(text, {"np": np, "w": weights})

    def watched(point):
        if np.shape(point) != np.shape(x):
            raise ValueError(
                f"f takes an array of the shape of x, {np.shape(x)}, and was given one of shape "
                f"{np.shape(point)}"
            )
        return f(point)

    given = np.array(x) if isinstance(x, np.ndarray) else x
    found = getattr(ns, name)(watched, given, h)
    return [found, bool(np.array_equal(given, x))]


def summed(ns, x, weight, times):
    """logsumexp: its value at x, the gradient of weight times it, and a derivative of a gradient.

    The last is of its square: there a traced message comes in at its rule.
    """
    value = ns.logsumexp(np.array(x))
    found = [value, ns.grad(lambda x: weight * ns.logsumexp(x))(np.array(x))]
    if times is not None:

        def product(x):
            square = ns.grad(lambda x: weight * ns.logsumexp(x) * ns.logsumexp(x))
            return np.sum(square(x) * times)

        found.append(ns.grad(product)(np.array(x)))
    return found


def checked(ns, text, rules, x, options, words=False):
    """Whether `check_grads` is content with a function, or raises; with what text, in `words`.

    The function uses a primitive `f` of three cubes and the rule given as a text; without one it
    uses what the notebook has.
    """
    names = {"np": getattr(ns, "np", np), "unboxed": ns.unboxed, "isbox": ns.isbox}
    if rules:
        cube = ns.primitive(lambda x: np.array(x) ** 3.0)
        ns.defvjp(cube, eval(rules, names))
        names["f"] = cube
    fun = eval(text, names)
    find = ns.check_grads(fun, **options)
    if not callable(find):
        return ["type", type(find).__name__]
    try:
        gave = find(np.array(x))
    except AssertionError as error:
        return ["AssertionError", str(error)[:200] if words else ""]
    return ["silent", type(gave).__name__]


def curved(ns, x, v):
    """`hvp` of sum(sin(x)), while the rule of cos, which only a second derivative needs, lies."""
    rules = ns.primitive_vjps[ns.primitives["cos"]]
    own = dict(rules)
    rules[0] = lambda g, ans, x: -3.0 * g * ns.primitives["sin"](x)
    try:
        return ns.hvp(lambda x: ns.primitives["sum"](ns.primitives["sin"](x)), x, v)
    finally:
        rules.update(own)


def derived(ns, w, x, b, t, lies):
    """The lines of the derivation; where it `lies`, all rules in the table are wrong meanwhile."""
    table = ns.primitive_vjps
    own = dict(table)
    if lies:
        for fun, rules in own.items():
            table[fun] = {place: lambda g, ans, *args, **kwargs: 7.0 * g for place in rules}
    try:
        found = ns.derivation(w, x, b, t)
    finally:
        table.update(own)
    if not isinstance(found, dict):
        return {"type": type(found).__name__}
    return {str(name): value for name, value in found.items()}


def flat_and_back(ns, value):
    """A container made a vector, put back, and put back with other numbers."""
    pair = ns.flatten(value)
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        return {"type": type(pair).__name__}
    vector, unflatten = pair
    if ns.isbox(vector) or not isinstance(vector, np.ndarray) or vector.ndim != 1:
        shape = f" of shape {vector.shape}" if isinstance(vector, np.ndarray) else ""
        return {"type": f"a pair that begins with something of type {type(vector).__name__}{shape}"}

    def told(thing):
        if isinstance(thing, dict):
            return {"dict": [[key, told(item)] for key, item in thing.items()]}
        if isinstance(thing, (list, tuple)):
            return {type(thing).__name__: [told(item) for item in thing]}
        if isinstance(thing, (int, float, np.ndarray, np.generic)):
            return {"array": np.array(thing, dtype=float), "axes": int(np.ndim(thing))}
        return {type(thing).__name__: None}

    return {
        "size": int(vector.size),
        "back": told(unflatten(vector)),
        "other": told(unflatten(2.0 * vector + 0.25)),
        "given": told(value),
    }


def descended(ns, text, start, options, with_callback):
    """What `sgd` gives, what its callback was told, and whether the start is as it was."""

    def copied(thing):
        if isinstance(thing, dict):
            return {key: copied(item) for key, item in thing.items()}
        return np.array(thing, dtype=float)

    slope = eval(text, {"np": np})
    before, told, steps, handed = copied(start), [], [], []

    def grad(params, i):
        steps.append(int(i))
        return slope(params, i)

    def callback(params, i, g):
        told.append([copied(params), int(i), copied(g)])
        handed.append(params)

    more = {"callback": callback} if with_callback else {}
    found = copied(ns.sgd(grad, start, **more, **options))
    same = repr(before) == repr(copied(start))
    kept = all(repr(copied(one)) == repr(then) for one, (then, _, _) in zip(handed, told))
    return {"found": found, "told": told, "steps": steps, "same": same, "kept": kept}


def trained(ns, inputs, targets, params, steps, rate):
    """The losses of a small network, trained by `sgd` and `grad` as the notebook has them."""
    xp = getattr(ns, "np", np)
    losses = []

    def loss(params, i):
        hidden = xp.tanh(xp.dot(inputs, params["W1"]) + params["b1"])
        output = xp.dot(hidden, params["W2"]) + params["b2"]
        return xp.mean(0.5 * xp.square(output.reshape(len(targets)) - targets))

    def callback(params, i, g):
        losses.append(float(loss(params, i)))

    found = ns.sgd(ns.grad(loss), params, callback, num_iters=steps, step_size=rate)
    losses.append(float(loss(found, steps)))
    return losses
