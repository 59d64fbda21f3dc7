"""Functions that cross to the submission as text and run among its names.

Each asks for one thing and returns plain numbers. They use only ``ns`` (the submission's names),
``np``, ``math`` and their parameters, and carry no annotations: nothing else exists over there.
"""


def value(ns, code, inputs, output):
    """Value of an expression on the submission's own class."""
    scope = {"exp": ns.exp, "log": ns.log}
    for name, number in inputs:
        scope[name] = ns.AutogradValue(number)
    exec(code, scope)
    return scope[output].value


def reverse(ns, code, inputs, output):
    """Value of an expression, and the gradient that `backward` leaves in its inputs."""
    scope = {"exp": ns.exp, "log": ns.log}
    for name, number in inputs:
        scope[name] = ns.AutogradValue(number)
    exec(code, scope)
    scope[output].backward()
    return [scope[output].value, {name: scope[name].grad for name, _ in inputs}]


def forward(ns, code, inputs, output):
    """Value of an expression, and its `forward_grads`; None for an input without an entry."""
    scope = {"exp": ns.exp, "log": ns.log}
    for name, number in inputs:
        scope[name] = ns.ForwardValue(number)
    exec(code, scope)
    found = scope[output].forward_grads
    return [scope[output].value, {name: found.get(scope[name]) for name, _ in inputs}]


def lying(ns, code, inputs, output, mode, factors):
    """Derivatives of an expression while the operations' local derivatives are not true.

    What `grads` of each operation returns is multiplied by the factors given. Also tells how often
    an operation's `func` ran after the value was there, for the message.
    """
    calls = []

    def off(own, factors):
        def grads(self, *numbers):
            found = own.__get__(self, type(self))(*numbers)
            if isinstance(found, np.ndarray):
                return found * np.array(factors).reshape(found.shape)
            if hasattr(found, "__iter__"):
                return tuple(factor * partial for factor, partial in zip(factors, found))
            return factors[0] * found

        return grads

    def counted(own):
        def func(self, *numbers):
            calls.append(1)
            return own.__get__(self, type(self))(*numbers)

        return func

    changed = []
    try:
        for name, numbers in factors:
            operation = ns[f"_{name}"]
            for attribute, make in (("grads", off), ("func", counted)):
                kind = next(k for k in operation.__mro__ if attribute in vars(k))
                own = vars(kind)[attribute]
                changed.append((operation, attribute, own, kind is operation))
                extra = (numbers,) if attribute == "grads" else ()
                setattr(operation, attribute, make(own, *extra))
        scope = {"exp": ns.exp, "log": ns.log}
        for name, number in inputs:
            scope[name] = (ns.ForwardValue if mode == "forward" else ns.AutogradValue)(number)
        exec(code, scope)
        before = len(calls)
        if mode == "forward":
            found = scope[output].forward_grads
            return [{name: found.get(scope[name]) for name, _ in inputs}, 0]
        scope[output].backward()
        return [{name: scope[name].grad for name, _ in inputs}, len(calls) - before]
    finally:
        for operation, attribute, own, its_own in reversed(changed):
            if its_own:
                setattr(operation, attribute, own)
            else:
                delattr(operation, attribute)


def programs(ns, inputs, codes, output):
    """Gradients of the same inputs by several programs, each on values of its own."""
    found = []
    for order, code in codes:
        scope = {"exp": ns.exp, "log": ns.log}
        for name in order:
            scope[name] = ns.AutogradValue(inputs[name])
        exec(code, scope)
        scope[output].backward()
        found.append({name: scope[name].grad for name in inputs})
    return found


def printed(ns, code, inputs, output):
    """Everything that `graph_print` prints for an expression."""
    import contextlib
    import io

    scope = {"exp": ns.exp, "log": ns.log}
    for name, number in inputs:
        scope[name] = ns.AutogradValue(number)
    exec(code, scope)
    page = io.StringIO()
    with contextlib.redirect_stdout(page):
        ns.graph_print(scope[output])
    return page.getvalue()


def printed_number(ns, number):
    """Everything that `graph_print` prints for a plain number."""
    import contextlib
    import io

    page = io.StringIO()
    with contextlib.redirect_stdout(page):
        ns.graph_print(number)
    return page.getvalue()


def step(ns, name, numbers, incoming, before, declared):
    """Gradients of the parents after one `backward_pass`.

    An operand given as [number] is a plain number, one given as a number is a value, and one
    given as the text "same" is the operand before it once more. With `declared`, the operation is
    one of the grader's own whose `grads` returns those numbers, whatever its value.
    """
    operands = []
    for number in numbers:
        if number == "same":
            operands.append(operands[-1])
        elif isinstance(number, list):
            operands.append(number[0])
        else:
            operands.append(ns.AutogradValue(number))
    if declared is None:
        result = ns[name](*operands)
    else:

        class declared_operation(ns.AutogradValue):
            def func(self, *values):
                return sum(values)

            def grads(self, *values):
                return tuple(declared)

        result = declared_operation(*operands)
    for operand, grad in zip(operands, before):
        if isinstance(operand, ns.AutogradValue):
            operand.grad = grad
    result.grad = incoming
    result.backward_pass()
    return [o.grad if isinstance(o, ns.AutogradValue) else None for o in operands]


def declared_chain(ns, mode, number, partials):
    """Derivative through operations whose declared local derivatives are arbitrary numbers.

    The value passes through unchanged; the derivative is the product of what was declared.
    """

    def operation(local):
        class declared_operation(ns.AutogradValue):
            def func(self, a):
                return a

            def grads(self, a):
                return (local,)

        return declared_operation

    start = ns.ForwardValue(number) if mode == "forward" else ns.AutogradValue(number)
    result = start
    for local in partials:
        result = operation(local)(result)
    if mode == "forward":
        return result.forward_grads.get(start)
    result.backward()
    return start.grad


def wrapped(ns, array):
    """What `wrap_array` makes of an array, described in plain data.

    It is called once more before the result is looked at, and must have changed neither that nor
    the array it was given.
    """
    given = array.copy()
    result = ns.wrap_array(array)
    if not isinstance(result, np.ndarray):
        return {"type": type(result).__name__}
    ns.wrap_array(given + 1)
    elements = list(result.ravel())
    right = [isinstance(element, ns.AutogradValue) for element in elements]
    return {
        "type": "ndarray",
        "shape": list(result.shape),
        "wrong": [type(e).__name__ for e, good in zip(elements, right) if not good][:1],
        "distinct": len({id(element) for element in elements}) == len(elements),
        "unchanged": bool(np.array_equal(array, given)),
        "values": [element.value for element, good in zip(elements, right) if good],
    }


def unwrapped(ns, numbers):
    """What `unwrap_gradient` makes of an array whose elements have these gradients.

    Also says whether the array it was given, and the gradients in it, are as they were.
    """

    def made(numbers):
        array = np.empty(numbers.shape, dtype=object)
        for index in np.ndindex(numbers.shape):
            array[index] = ns.AutogradValue(1.0)
            array[index].grad = float(numbers[index])
        return array

    array = made(numbers)
    before = list(array.ravel())
    result = ns.unwrap_gradient(array)
    ns.unwrap_gradient(made(numbers + 1))
    same = all(new is old for new, old in zip(array.ravel(), before))
    return result, same and all(v.grad == n for v, n in zip(before, numbers.ravel()))


def network(ns, weights, X, y, factor):
    """Loss and gradients of a network with the given weights, and the weights afterwards.

    With a factor other than 1, the local derivative of `_exp` is multiplied by it meanwhile.
    """
    model = ns.NeuralNetwork(X.shape[1], [matrix.shape[1] for matrix in weights[:-1]])
    model.weights = [matrix.copy() for matrix in weights]
    if factor == 1:
        loss, gradients = model.nll_and_grad(X, y)
        return [loss, gradients, model.weights]
    honest = ns._exp

    class lying_exp(honest):
        def grads(self, *numbers):
            found = super().grads(*numbers)
            if isinstance(found, np.ndarray) or not hasattr(found, "__iter__"):
                return factor * found
            return tuple(factor * partial for partial in found)

    method = ns.AutogradValue.exp
    try:
        ns.AutogradValue.exp = lambda a: lying_exp(a)
        loss, gradients = model.nll_and_grad(X, y)
    finally:
        ns.AutogradValue.exp = method
    return [loss, gradients, model.weights]


def self_gradient(ns, number):
    """Gradient of a value with respect to itself, and its value."""
    result = ns.AutogradValue(number)
    result.backward()
    return result.grad
