"""Probes that ask one operation class for its value and its local derivatives.

Like those in `autograder.asking.scalars.probes` they cross as text, use only ``ns``, ``np``,
``math`` and their parameters, and return plain data. They leave the submission's classes as
they found them.
"""


def operation_value(ns, name, numbers):
    """Value of an operation class's `func`, without its constructor."""
    operation = object.__new__(ns[name])
    operation.parents = list(numbers)
    operation.parent_values = list(numbers)
    operation.forward_grads = {}
    operation.grad = 0.0
    return operation.func(*numbers)


def operation_partials(ns, name, numbers, value):
    """What an operation class's `grads` returns, without its constructor.

    Its `func` tells the truth at these numbers alone: a local derivative made of differences of
    `func` comes out far off.
    """
    operation = object.__new__(ns[name])
    operation.parents = list(numbers)
    operation.parent_values = list(numbers)
    operation.forward_grads = {}
    operation.grad = 0.0
    operation.value = value
    true = operation.func

    def func(*nearby):
        pairs = zip(nearby, numbers)
        return true(*nearby) + sum(1000 * (near - type(near)(here)) for near, here in pairs)

    operation.func = func
    return operation.grads(*numbers)


def differences_in(ns, name):
    """What the code of an operation's `grads` reaches that only numerical differentiation needs.

    Complex numbers, or numbers of many digits, together with a sum or a difference. Functions and
    methods of the submission that it uses are looked through as well.
    """
    import dis

    def code_of(thing):
        thing = getattr(thing, "__func__", thing)
        thing = getattr(thing, "__wrapped__", thing)
        return getattr(thing, "__code__", None)

    def constants(item):
        return [x for part in item for x in constants(part)] if isinstance(item, tuple) else [item]

    kinds = {"complex", "cmath", "decimal", "Decimal", "fractions", "Fraction", "mpmath"}
    waiting, seen, found = [code_of(ns[name].grads)], set(), set()
    while waiting:
        code = waiting.pop()
        if code is None or code in seen:
            continue
        seen.add(code)
        words = set(code.co_names)
        found |= kinds & words
        for item in constants(code.co_consts):
            if isinstance(item, complex):
                found.add("complex")
            elif hasattr(item, "co_code"):
                waiting.append(item)
        for line in dis.get_instructions(code):
            if line.argrepr in ("+", "-", "+=", "-="):
                found.add("sum")
        for word in words - {"func", "grads"}:
            thing = ns[word] if word in ns else getattr(ns[name], word, None)
            found |= kinds & {getattr(thing, "__module__", None), getattr(thing, "__name__", None)}
            waiting.append(code_of(thing))
    return sorted(found)
