"""Functions that cross to the submission as text and ask any engine that an `Adapter` describes.

They use only ``ns`` (the submission's names), ``np``, ``math``, their parameters, and `opened`,
whose text crosses with each of them. They return plain data and leave the submission as they found
it. An input comes as [name, parts, text]: `parts` is the array or number, or its real and its
imaginary part; the adapter's `text` makes a value of it.
"""


def opened(ns, texts, code, given, output):
    """The program as a function of its inputs, these inputs, and how the texts are read."""
    import types

    own = {name: ns[name] for name in ns}
    own.setdefault("np", np)
    program = compile(code, "<program>", "exec")
    work = types.SimpleNamespace(runs=[])
    using = {"np": np}
    exec(texts["using"], using)

    def say(key, **names):
        try:
            return eval(texts[key], {**using, "ns": ns, "np": np, "math": math, **names})
        except (AttributeError, TypeError) as error:
            if error.__traceback__.tb_next.tb_next is None:  # by the text itself
                kind = AttributeError if isinstance(error, AttributeError) else TypeError
                raise kind(f"{error}, in `{texts[key]}`, which this check asks") from None
            raise

    def named(text):
        return eval(text, {"math": math, **own, "ns": ns})

    def whole(parts):
        return parts[0] if len(parts) == 1 else parts[0] + 1j * parts[1]

    data = (int, float, complex, np.ndarray, np.generic)
    arrays = any(isinstance(parts[0], np.ndarray) for _, parts, _ in given)

    def told(t, plain=False):
        """A value as plain data; by its class, what is none of the engine's or holds no numbers.

        Where `plain` is true, numbers and arrays are taken as they are, too.
        """
        if t is None:
            return None
        own = say("is_value", t=t)
        if not own and not (plain and isinstance(t, data)):
            return {"odd": type(t).__name__}
        value = say("read", t=t) if own else t
        if value is not None and not isinstance(value, data):
            inside = "" if value is t else f"{type(t).__name__} that holds something of type "
            return {"odd": inside + type(value).__name__}
        if np.asarray(value).dtype.kind == "c":
            return {"real": np.array(np.real(value)), "imag": np.array(np.imag(value))}
        return value.copy() if isinstance(value, np.ndarray) else value  # it may be added to later

    def told_message(t):
        """What is sent, as plain data: it may be that where the adapter has a `message`."""
        return told(t, plain=texts["message"] != texts["make"])

    def told_gradient(t):
        """A derivative as plain data: it may be that where inputs are numbers or messages are."""
        return told(t, plain=not arrays or texts["message"] != texts["make"])

    def each_of(sent, count):
        """What a rule sends to each of so many operands, whatever it keeps that in."""
        if isinstance(sent, (tuple, list)) or hasattr(sent, "__next__"):
            return list(sent)
        several = count > 1 and isinstance(sent, np.ndarray) and sent.shape[:1] == (count,)
        return list(sent) if several else [sent]

    work.say, work.named, work.told, work.whole, work.each_of = say, named, told, whole, each_of
    work.told_message, work.told_gradient = told_message, told_gradient
    made = [(name, text, say(text, n=whole(parts))) for name, parts, text in given]
    work.names = [name for name, text, _ in made if text == "make"]
    work.xs = [thing for _, text, thing in made if text == "make"]
    constants = {name: thing for name, text, thing in made if text != "make"}

    def f(*xs):
        scope = {**own, **constants, **dict(zip(work.names, xs))}
        work.runs.append(scope)
        work.running = True
        exec(program, scope)
        work.running = False
        return scope[output]

    def differentiated(steps, incoming):
        """The value, and the derivative with respect to each input and step."""
        y = f(*work.xs)
        scope = work.runs[-1]
        g = None if incoming is None else say("message", n=whole(incoming))
        d = say("differentiate", f=f, xs=work.xs, y=y, g=g)
        found = {
            name: told_gradient(say("gradient", x=x, i=i, d=d))
            for i, (name, x) in enumerate(zip(work.names, work.xs))
        }
        for name in steps if texts["inner"] else ():
            found[name] = told_gradient(say("gradient", x=scope[name], i=None, d=d))
        return [told(y), found]

    work.f, work.differentiated = f, differentiated
    return work


def value(ns, texts, code, given, output):
    """The value of a program."""
    work = opened(ns, texts, code, given, output)
    return work.told(work.f(*work.xs))


def values(ns, texts, code, given, output, steps):
    """The value of every step, by name."""
    work = opened(ns, texts, code, given, output)
    work.f(*work.xs)
    return {name: work.told(work.runs[-1][name]) for name in steps}


def derivatives(ns, texts, code, given, output, steps, incoming):
    """The value of a program, and its derivatives by name."""
    return opened(ns, texts, code, given, output).differentiated(steps, incoming)


def derivatives_again(ns, texts, code, given, output, incomings):
    """The derivatives by the inputs, found one time after the other over the same values.

    Before each, `reset` is said of every value. What stays behind from one to the next shows.
    """
    work = opened(ns, texts, code, given, output)
    y = work.f(*work.xs)
    kept, found = dict(work.runs[-1]), []
    for incoming in incomings:
        for x in [*work.xs, *kept.values()] if texts["reset"] else ():
            if work.say("is_value", t=x):
                work.say("reset", x=x)
        g = None if incoming is None else work.say("message", n=work.whole(incoming))
        d = work.say("differentiate", f=work.f, xs=work.xs, y=y, g=g)
        gradients = [work.say("gradient", x=x, i=i, d=d) for i, x in enumerate(work.xs)]
        found.append({name: work.told_gradient(one) for name, one in zip(work.names, gradients)})
    return found


def derivatives_with(ns, texts, code, given, output, steps, incoming, operations, forgiving):
    """The derivatives while rules are listened to, or say something else.

    A step comes as [name, operation, operands, keywords], an operation as [name, text, change]. The
    change is None, or factors of what is sent to each operand, or a rule that takes what comes in,
    the value, the operands, and the keywords, and gives what is sent to each. Everything sent is
    told as [run of the program, step, operand or None, what came in, what was sent]. If it is
    `forgiving`, a rule that raised is told in the same way, as the last, and nothing is raised.
    """
    work = opened(ns, texts, code, given, output)
    say, told = work.say, work.told_message
    calls, changed, broken = [], [], []

    def step_of(node, operation):
        for run in range(len(work.runs) - 1, -1, -1):
            for name, does, operands, keywords in steps:
                if does != operation or name not in work.runs[run]:
                    continue
                if say("node", t=work.runs[run][name]) is node:
                    return run, name, operands, keywords
        return None, None, [], {}

    def plain(t):
        return say("read", t=t) if say("is_value", t=t) else t

    def times(factor, t):
        if t is not None and texts["scaled"]:
            return say("scaled", c=factor, t=t)
        return None if t is None else say("message", n=factor * plain(t))

    def multiplied(sent, factors, i, count):
        """What a rule sends, times factors, in the form that it came in; and each part of it."""
        each = [sent] if i is not None else work.each_of(sent, count)
        if factors is not None:
            own = factors if i is None else [factors[i]]
            each = [times(factor, one) for factor, one in zip(own, each)]
        if i is None and hasattr(sent, "__next__"):
            return iter(each), each
        if factors is None:
            return sent, each
        if i is None and isinstance(sent, (tuple, list)):
            return tuple(each), each
        return (each[0] if len(each) == 1 else np.array(each)), each

    def listener(operation, change):
        def tell(send, g, node, i=None):
            broken.append([g, node, i, operation])
            sent = changed_by(change, send, g, node, i, operation)
            broken.pop()
            return sent

        return tell

    def changed_by(change, send, g, node, i, operation):
        run, name, operands, keywords = step_of(node, operation)
        if callable(change) and name is not None:
            scope = work.runs[run]
            numbers = [plain(scope[o]) if isinstance(o, str) else o for o in operands]
            found = change(plain(g), plain(scope[name]), *numbers, **keywords)
            found = [say("message", n=one) for one in found]
            sent = found[i] if i is not None else found[0] if len(found) == 1 else tuple(found)
            each = [sent] if i is not None else work.each_of(sent, len(operands))
        else:
            # A rule that is asked while the program runs is asked before its step has a name; one
            # that is asked later for no step is asked by another rule, or inside of another step.
            lies = change is not None and not callable(change)
            factors = change if lies and (name is not None or work.running) else None
            sent, each = multiplied(send(), factors, i, len(change if lies else operands))
        if len(calls) < 200:
            calls.append([run, name, i, told(g), [told(one) for one in each]])
        return sent

    def method(raw):
        def own(self, *rest, **keywords):
            bound = raw.__get__(self, type(self)) if hasattr(raw, "__get__") else raw
            return bound(*rest, **keywords)

        return own

    try:
        for operation, text, change in operations:
            o = work.named(text)
            holder, key = say("rule", o=o)
            tell = listener(operation, change)
            if isinstance(holder, type):
                kind = next((k for k in holder.__mro__ if key in vars(k)), None)
                if kind is None:
                    raise AttributeError(f"{text} has no {key} yet")
                raw = vars(kind)[key]
                changed.append((holder, key, raw, kind is holder))
                setattr(holder, key, say("wrap", own=method(raw), tell=tell, o=o))
            else:
                if key not in holder:
                    raise AttributeError(f"{text} has no rule yet")
                changed.append((holder, key, holder[key], True))
                holder[key] = say("wrap", own=holder[key], tell=tell, o=o)
        gave, found = work.differentiated([step[0] for step in steps], incoming)
    except Exception:
        if not (forgiving and broken):
            raise
        known = [one for one in broken if step_of(one[1], one[3])[1] is not None]
        g, node, i, operation = (known or broken)[-1]
        run, name, _, _ = step_of(node, operation)
        return [None, {}, [*calls, [run, name, i, told(g), None]]]
    finally:
        for holder, key, raw, its_own in reversed(changed):
            if not isinstance(holder, type):
                holder[key] = raw
            elif its_own:
                setattr(holder, key, raw)
            else:
                delattr(holder, key)
    return [gave, found, calls]


def sent_by_rule(ns, texts, code, given, output, operands, keywords, incoming, operation):
    """The value of one operation, and what its rule alone sends to each operand."""
    work = opened(ns, texts, code, given, output)
    y = work.f(*work.xs)
    scope = work.runs[-1]
    o = work.named(operation)
    sent = work.say(
        "send",
        o=o,
        node=y,
        g=work.say("message", n=work.whole(incoming)),
        x=[scope[name] for name in operands],
        k=keywords,
    )
    each = work.each_of(sent, len(operands))
    return [work.told(y), [work.told_message(one) for one in each]]


def changed_arrays(ns, texts, code, given, output, operands, keywords, incoming, operation):
    """Which arrays changed while one operation was computed, and was asked for its rule.

    What comes in has no name; where nothing does, no rule is asked.
    """
    work = opened(ns, texts, code, given, output)
    say = work.say
    made = dict(zip(work.names, work.xs))
    arrays = {name: say("read", t=x) for name, x in made.items()}
    before = {name: np.copy(array) for name, array in arrays.items()}
    y = work.f(*work.xs)
    if incoming is not None and say("is_value", t=y):  # what is none is told of the value
        g = say("message", n=work.whole(incoming))
        plain = g if texts["message"] != texts["make"] else say("read", t=g)
        arrays[""], arrays["the result"] = plain, say("read", t=y)
        for name in ("", "the result"):
            before[name] = np.copy(arrays[name])
        x = [work.runs[-1][name] for name in operands]
        sent = say("send", o=work.named(operation), node=y, g=g, x=x, k=keywords)
        work.each_of(sent, len(operands))
    return [name for name, array in arrays.items() if not np.array_equal(array, before[name])]
