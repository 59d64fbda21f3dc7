"""Probes that ask one operation class for its value and its local derivatives.

Like those in `autograder.asking.scalars.probes` they cross as text, use only ``ns``, ``np``,
``math`` and their parameters, and return plain data. They leave the submission's classes as
they found them.
"""


def unmade(kind, numbers):
    """An operation of these operands that no constructor has run for, so that it has no value."""
    operation = object.__new__(kind)
    operation.parents = list(numbers)
    operation.parent_values = list(numbers)
    operation.forward_grads = {}
    operation.grad = 0.0
    return operation


def operation(ns, name, numbers, wanted):
    """The value of an operation class's `func`, what its `grads` returns, or both in a list.

    No constructor runs, and local derivatives are asked of an operation that has no value yet, as
    forward mode does. A `grads` that needs `self.value` is right where it was put there by then,
    and where making an operation asks for no local derivatives before.
    """

    def fresh():
        return unmade(ns[name], numbers)

    value = fresh().func(*numbers) if "func" in wanted else None
    if "grads" not in wanted:
        return [value]

    def sequence(found):  # one of a class of the submission's own is a sequence as well
        return tuple(found) if isinstance(found, (tuple, list)) else found

    try:
        return [value, sequence(fresh().grads(*numbers))]
    except AttributeError as error:
        if error.name != "value":
            raise
    told = []

    class watched(ns[name]):
        def grads(self, *numbers):
            told.append(super().grads(*numbers))
            return told[-1]

    try:
        made = watched(*numbers)
        if not told:
            made.grads(*numbers)
    except AttributeError as error:
        if error.name != "value":
            raise
        raise AttributeError(
            "self.value is not there yet when forward mode calls grads; compute what you need from "
            "the arguments"
        ) from None
    return [value, sequence(told[0])]


def rule_watched(ns, name, numbers, factor, shift):
    """What `grads` returns while `func` gives `factor` times its value plus `shift`, everywhere.

    By whatever name it is called. Also tells how often it was called at other numbers, and with
    what that is no ordinary number.
    """
    import types

    kind = next(k for k in ns[name].__mro__ if "func" in vars(k))
    own = vars(kind)["func"]
    elsewhere, odd = [], set()
    real = (int, float, np.integer, np.float16, np.float32, np.float64)

    def note(given):
        for item in given:
            plain = item.dtype.kind in "fiu" if isinstance(item, np.ndarray) else None
            if not (isinstance(item, real) or plain):
                odd.add(type(item).__name__)
        if any(np.ndim(item) or item != here for item, here in zip(given, numbers)):
            elsewhere.append(1)

    operation = unmade(ns[name], numbers)
    operation.value = factor * operation.func(*numbers) + shift
    inner = isinstance(own, types.FunctionType) and not own.__code__.co_freevars
    if inner:  # another name for it, kept anywhere, means this function too
        true = types.FunctionType(own.__code__, own.__globals__, "func", own.__defaults__)
        true.__kwdefaults__ = own.__kwdefaults__
    else:
        true = own.__get__(operation, ns[name]) if hasattr(own, "__get__") else own

    def watched_func(given, keywords):
        values = [*given, *keywords.values()]
        note(values[-len(numbers) :])
        if not inner and len(given) > len(numbers):
            given = given[1:]
        return factor * true(*given, **keywords) + shift

    scope = {"__watched_func__": watched_func}
    text = "def func(*given, **keywords):\n    return __watched_func__(given, keywords)"
    exec(text, scope)
    kept = None
    try:
        if inner:
            kept = own.__code__, own.__defaults__, own.__kwdefaults__
            own.__globals__["__watched_func__"] = watched_func
            own.__code__, own.__defaults__ = scope["func"].__code__, None
            own.__kwdefaults__ = None
        else:
            kind.func = scope["func"]
        gave = operation.grads(*numbers)
    finally:
        if inner:
            own.__code__, own.__defaults__, own.__kwdefaults__ = kept
            own.__globals__.pop("__watched_func__", None)
        else:
            kind.func = own
    gave = tuple(gave) if isinstance(gave, (tuple, list)) else gave
    return [gave, len(elsewhere), sorted(odd)]


def differences_in(ns, name):
    """What the code of an operation's `grads` reaches that only numerical differentiation needs.

    Complex numbers, or numbers of many digits, together with a sum or a difference. Functions and
    methods of the submission that it uses are looked through as well. Being named is not being
    used: a type counts where it is called, kept or imported, or where arrays are made of a type;
    the text of one only there.
    """
    import dis

    def code_of(thing):
        thing = getattr(thing, "__func__", thing)
        thing = getattr(thing, "__wrapped__", thing)
        return getattr(thing, "__code__", None)

    kinds = {"complex", "cmath", "decimal", "Decimal", "fractions", "Fraction", "mpmath"}
    kinds |= {"complex64", "complex128", "csingle", "cdouble", "clongdouble", "complex256"}
    kinds |= {"longdouble", "float128", "longlongdouble", "sympy", "gmpy2"}
    modules = {"cmath", "decimal", "fractions", "mpmath", "sympy", "gmpy2"}
    spelled = kinds | {"c8", "c16", "c32", "F", "D", "G", "g", "f16"}  # as a dtype or a module
    makers = {"view", "astype", "dtype", "array", "asarray", "asanyarray", "full", "empty", "zeros"}
    makers |= {"ones", "frombuffer", "fromiter", "getattr", "__import__", "import_module"}

    def used(line, after, makes):
        if makes or line.opname.startswith(("IMPORT", "LOAD_METHOD")) or "NULL" in line.argrepr:
            return True
        return after.opname.startswith("STORE")

    def given(after):  # a text that a call gets, or that is kept
        return after.opname.startswith(("CALL", "PRECALL", "KW_NAMES", "STORE_FAST", "LOAD_CONST"))

    waiting, seen, found = [code_of(ns[name].grads)], set(), set()
    while waiting:
        code = waiting.pop()
        if code is None or code in seen:
            continue
        seen.add(code)
        makes = bool(makers & set(code.co_names) or "dtype" in str(code.co_consts))
        waiting += [item for item in code.co_consts if hasattr(item, "co_code")]
        if any(isinstance(item, complex) for item in code.co_consts):
            found.add("complex")
        lines = list(dis.get_instructions(code))
        for line, after in zip(lines, [*lines[1:], lines[-1]]):
            word = line.argval
            if line.argrepr in ("+", "-", "+=", "-="):
                found.add("sum")
            elif not isinstance(word, str):
                continue
            elif line.opname == "LOAD_CONST":
                if makes and word.strip("<>=") in spelled and given(after):
                    found.add(word.strip("<>="))
            elif word in code.co_names and word not in ("func", "grads"):
                thing = ns[word] if word in ns else getattr(ns[name], word, None)
                names = {word, getattr(thing, "__module__", None), getattr(thing, "__name__", None)}
                if names & modules or (names & kinds and used(line, after, makes)):
                    found |= names & kinds
                waiting.append(code_of(thing))
    return sorted(found)


def met(ns, name, numbers):
    """What the operands of `grads` meet that is no real number, by the names of the types.

    They are floats that look at whatever they are combined with; NumPy's functions look too.
    """
    odd = set()

    def look(things):
        for thing in things:
            if isinstance(thing, (complex, np.complexfloating)) or (
                isinstance(thing, np.ndarray) and thing.dtype.kind == "c"
            ):
                odd.add("complex")

    def plain(thing):
        return float(thing) if isinstance(thing, watched) else thing

    class watched(float):
        def __complex__(self):
            odd.add("complex")
            return complex(float(self))

        def __array_ufunc__(self, ufunc, method, *given, **options):
            look(given)
            return getattr(ufunc, method)(*map(plain, given), **options)

    def operator(name):
        own = getattr(float, name)

        def operate(self, *others):
            look(others)
            result = own(self, *map(plain, others))
            return watched(result) if type(result) is float else result

        return operate

    for sign in ("add", "sub", "mul", "truediv", "pow"):
        for side in ("", "r"):
            setattr(watched, f"__{side}{sign}__", operator(f"__{side}{sign}__"))
    watched.__neg__ = operator("__neg__")

    def looking(function):
        def call(*given, **options):
            look(given)
            return function(*given, **options)

        return call

    operation = unmade(ns[name], [watched(number) for number in numbers])
    kept = {key: thing for key, thing in vars(np).items() if isinstance(thing, np.ufunc)}
    try:
        for key, thing in kept.items():
            setattr(np, key, looking(thing))
        operation.value = operation.func(*numbers)
        operation.grads(*operation.parents)
    except Exception:
        pass  # what is no mistake with a float is none here; other questions have asked that
    finally:
        for key, thing in kept.items():
            setattr(np, key, thing)
    return sorted(odd)
