"""Functions that cross to the submission as text and run among its names.

Each asks for one thing and returns plain numbers. They use only ``ns`` (the submission's names),
``np``, ``math``, their parameters and `computed`, whose text crosses with theirs, and carry no
annotations: nothing else exists over there.

An input comes as [name, number, made]: `made` is the text that makes a value of the number ``n``.
"""


def computed(ns, code, inputs):
    """The names of an expression's inputs and steps, and what they are: all of it is computed."""
    scope = {"exp": ns.exp, "log": ns.log, "np": np}
    for name, number, made in inputs:
        scope[name] = eval(made, {"ns": ns, "np": np, "n": number})
    exec(code, scope)
    return scope


def value(ns, code, inputs, output):
    """Value of an expression on the submission's own class."""
    scope = computed(ns, code, inputs)
    return scope[output].value


def reverse(ns, code, inputs, output):
    """Value of an expression, and the gradient that `backward` leaves in its inputs and steps."""
    scope = computed(ns, code, inputs)
    scope[output].backward()
    found = {n: thing.grad for n, thing in scope.items() if isinstance(thing, ns.AutogradValue)}
    return [scope[output].value, found]


def results(ns, code, inputs, outputs):
    """The gradients that `backward` leaves, called on one result after the other.

    Before each, the gradients of the inputs and of all that the result was computed from are set
    to 0; an earlier result keeps its own. So what stays behind from one call to the next shows.
    """
    scope = computed(ns, code, inputs)
    kept = {n: thing for n, thing in scope.items() if isinstance(thing, ns.AutogradValue)}
    zeroed = []  # before each: the inputs, and what the result was computed from
    for output in outputs:
        zeroed.append([scope[name] for name, _, _ in inputs])
        waiting = [scope[output]]
        for thing in waiting:
            zeroed[-1].append(thing)
            waiting += [parent for parent in thing.parents if isinstance(parent, ns.AutogradValue)]
    found = []
    for output, things in zip(outputs, zeroed):
        for thing in things:
            thing.grad = 0.0
        scope[output].backward()
        found.append({name: thing.grad for name, thing in kept.items()})
    return found


def forward(ns, code, inputs, output):
    """Value of an expression, and the `forward_grads` of its inputs and steps.

    By name, a dictionary by the inputs' names; an input without an entry is left out.
    """
    scope = computed(ns, code, inputs)
    kept = {n: thing for n, thing in scope.items() if isinstance(thing, ns.AutogradValue)}
    starts = [[name, kept[name]] for name, _, _ in inputs]
    found = {
        name: {
            start: thing.forward_grads[variable]
            for start, variable in starts
            if variable in thing.forward_grads
        }
        for name, thing in kept.items()
    }
    return [scope[output].value, found]


def lying(ns, code, inputs, output, mode, factors):
    """Derivatives of an expression while the operations' local derivatives are not true.

    What `grads` of each operation returns is multiplied by the factors given. Also tells how often
    an operation's `func` ran after the value was there, for the message.
    """
    calls = []

    def bound(own, self):
        return own.__get__(self, type(self)) if hasattr(own, "__get__") else own

    def off(own, factors):
        def grads(self, *numbers):
            found = bound(own, self)(*numbers)
            if isinstance(found, np.ndarray):
                return found * np.array(factors).reshape(found.shape)
            if hasattr(found, "__iter__"):
                return tuple(factor * partial for factor, partial in zip(factors, found))
            return factors[0] * found

        return grads

    def counted(own):
        def func(self, *numbers):
            calls.append(1)
            return bound(own, self)(*numbers)

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
        scope = computed(ns, code, inputs)
        before = len(calls)
        if mode == "forward":
            found = scope[output].forward_grads
            return [{name: found.get(scope[name]) for name, _, _ in inputs}, 0]
        scope[output].backward()
        return [{name: scope[name].grad for name, _, _ in inputs}, len(calls) - before]
    finally:
        for operation, attribute, own, its_own in reversed(changed):
            if its_own:
                setattr(operation, attribute, own)
            else:
                delattr(operation, attribute)


def rules_asked(ns, code, inputs, output, operations):
    """How often operations of these classes are asked for local derivatives by `backward`."""
    calls = []

    def counted(own):
        def grads(self, *numbers):
            calls.append(1)
            bound = own.__get__(self, type(self)) if hasattr(own, "__get__") else own
            return bound(*numbers)

        return grads

    changed = []
    try:
        for name in operations:
            operation = ns[name]
            kind = next(k for k in operation.__mro__ if "grads" in vars(k))
            changed.append((operation, vars(kind)["grads"], kind is operation))
            operation.grads = counted(vars(kind)["grads"])
        scope = computed(ns, code, inputs)
        before = len(calls)
        scope[output].backward()
        return len(calls) - before
    finally:
        for operation, own, its_own in reversed(changed):
            if its_own:
                operation.grads = own
            else:
                del operation.grads


def programs(ns, inputs, codes, output):
    """Gradients of the same inputs by several programs, each on values of its own."""
    found = []
    for order, code in codes:
        scope = {"exp": ns.exp, "log": ns.log, "np": np}
        for name in order:
            scope[name] = ns.AutogradValue(inputs[name])
        exec(code, scope)
        scope[output].backward()
        found.append({name: scope[name].grad for name in inputs})
    return found


def printed(ns, code, inputs, output):
    """Everything that `graph_print` prints for an expression; it is asked twice."""
    import contextlib
    import io

    scope = computed(ns, code, inputs)
    pages = []
    for _ in range(2):
        page = io.StringIO()
        with contextlib.redirect_stdout(page):
            ns.graph_print(scope[output])
        pages.append(page.getvalue())
    return pages


def printed_number(ns, number, made):
    """Everything that `graph_print` prints for what is made of a plain number."""
    import contextlib
    import io

    page = io.StringIO()
    with contextlib.redirect_stdout(page):
        ns.graph_print(eval(made, {"np": np, "n": number}))
    return page.getvalue()


def step(ns, operation, operands, incoming, before, declared):
    """Gradients of the operands after one `backward_pass`, then that of the result itself.

    An operand is given as [number, made]; where `made` is None it is the operand before it once
    more. With `declared`, the operation is one of the grader's own whose `grads` returns those
    numbers, whatever its value.
    """
    made_of = []
    for number, made in operands:
        if made is None:
            made_of.append(made_of[-1])
        else:
            made_of.append(eval(made, {"ns": ns, "np": np, "n": number}))
    if declared is None:
        result = ns[operation](*made_of)
    else:

        class declared_operation(ns.AutogradValue):
            def func(self, *values):
                return sum(values)

            def grads(self, *values):
                return tuple(declared)

        result = declared_operation(*made_of)
    for operand, grad in zip(made_of, before):
        if isinstance(operand, ns.AutogradValue):
            operand.grad = grad
    result.grad = incoming
    result.backward_pass()
    found = [o.grad if isinstance(o, ns.AutogradValue) else None for o in made_of]
    return [*found, result.grad]


def step_twice(ns, numbers, incoming):
    """What one `backward_pass` of ``g = a * c`` with ``c = -b`` changes; then the same once more.

    Each time the gradients of a, c and b, all 0 before; and whether the parents are the same after.
    """
    a, b = (ns.AutogradValue(number) for number in numbers)
    c = ns._neg(b)
    g = ns._mul(a, c)
    told = []
    for _ in range(2):
        a.grad = b.grad = c.grad = 0.0
        g.grad = incoming
        g.backward_pass()
        told.append([a.grad, c.grad, b.grad])
    found = [id(parent) for thing in (g, c) for parent in thing.parents]
    return [*told, found == [id(parent) for parent in (a, c, b)]]


def numbers_left(ns, number, plain):
    """Whether a plain number among the parents is the same plain number after a step."""
    for first in (True, False):
        a = ns.AutogradValue(number)
        result = ns._mul(a, plain) if first else ns._mul(plain, a)
        before = list(result.parents)
        result.grad = 1.0
        result.backward_pass()
        after = list(result.parents)
        if [type(thing) for thing in before] != [type(thing) for thing in after]:
            return False
        if [thing for thing in after if thing is not a] != [plain]:
            return False
    return True


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


def self_gradient(ns, number):
    """Gradient of a value with respect to itself."""
    result = ns.AutogradValue(number)
    result.backward()
    return result.grad
