"""Functions that cross to the submission as text, and call what it has written for simulations.

They use only ``ns`` (the submission's names), ``np``, ``math``, adlearn, their parameters and the
functions that begin this file, whose text crosses with theirs, and return plain data. What is no
array of numbers is told as ``{"odd": its class}``. What stands ``beside`` an answer was measured on
the way to it, and depends on how it was written: no mistake is recognized by it.
"""


def no_tuple_of(count, found):
    """What is told of what is no tuple or list of so many; None of one that is."""
    if not isinstance(found, (tuple, list)):
        return {"odd": type(found).__name__}
    return None if len(found) == count else {"odd": f"{type(found).__name__} of {len(found)}"}


def no_number(one):
    """Whether something is no number, and no array of one either."""
    return not isinstance(one, (float, int, np.number, np.ndarray)) or np.size(one) != 1


def number_or_array(one):
    """A number or an array as an array, anything else by its class."""
    good = isinstance(one, (np.ndarray, np.number, float, int))
    return np.array(one) if good else {"odd": type(one).__name__}


def plain(value):
    """The number or array inside of a traced value; what is none as it is."""
    while hasattr(value, "numpy"):
        value = value.numpy()
    return value


def quiet():
    """Where neither a bar of progress nor anything that is printed shows."""
    import contextlib
    import io

    from adlearn.optim import silent

    both = contextlib.ExitStack()
    both.enter_context(silent())
    both.enter_context(contextlib.redirect_stdout(io.StringIO()))
    return both


def called(ns, name, arrays, more, outputs):
    """What a function gives for arrays: a field, or so many in a tuple; and what it changed."""

    def told(one):
        if isinstance(one, (bool, np.bool_)) or not isinstance(one, (np.ndarray, np.number)):
            return {"odd": type(one).__name__}
        return np.array(one) if one.dtype.kind in "fiuc" else {"odd": "array of " + one.dtype.name}

    given = [np.array(one) for one in arrays]
    found = getattr(ns, name)(*given, *more)
    if outputs and np.ndim(found) and isinstance(found, np.ndarray) and len(found) == outputs:
        found = list(found)
    same = [bool(np.array_equal(one, before)) for one, before in zip(given, arrays)]
    if not outputs:
        return {"found": [told(found)], "same": same}
    if odd := no_tuple_of(outputs, found):
        return odd
    return {"found": [told(one) for one in found], "same": same}


def slopes(ns, name, arrays, more, weights, pick):
    """The gradients of a weighted sum of what a function gives, by each array.

    Where ``pick`` is a number, the function gives a tuple, and that one of it is meant.
    """
    import warnings

    import adlearn

    odd = []

    def weighed(*given):
        found = getattr(ns, name)(*given, *more)
        pair = isinstance(found, (tuple, list)) or (pick is not None and np.ndim(found) > 2)
        if pair != (pick is not None):
            odd.append(type(found).__name__)
            return np.sum(given[0])
        found = found if pick is None else found[pick]
        if isinstance(found, (list, tuple)):
            odd.append(type(found).__name__)
            return np.sum(given[0])
        if found is None or np.shape(found) != np.shape(weights):
            odd.append(type(found).__name__ if found is None else np.shape(found))
            return np.sum(given[0])
        return np.sum(weights * found)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        every = tuple(range(len(arrays)))
        grads = adlearn.grad(weighed, every)(*map(np.array, arrays))
    if odd:
        return {"odd": odd[0]} if isinstance(odd[0], str) else {"shape": list(odd[0])}
    return [np.array(one) for one in grads]


def simulated(ns, arrays, steps):
    """What `simulate` gives: the smoke, the frames, and whether its arguments are as they were."""
    given = [np.array(one) for one in arrays]
    found = ns.simulate(*given, steps)
    if odd := no_tuple_of(2, found):
        return odd
    smoke, frames = found
    if isinstance(frames, np.ndarray) and (frames.ndim == 3 or not frames.size):
        frames = list(frames)
    if not isinstance(smoke, np.ndarray):
        return {"odd": type(smoke).__name__, "of": "smoke"}
    if not isinstance(frames, (list, tuple)):
        return {"odd": type(frames).__name__, "of": "frame_list"}
    for frame in frames:
        if not isinstance(frame, np.ndarray):
            return {"odd": type(frame).__name__, "of": "frame"}
    same = [bool(np.array_equal(one, before)) for one, before in zip(given, arrays)]
    return {"smoke": np.array(smoke), "frames": [np.array(one) for one in frames], "same": same}


def objective_and_slopes(ns, name, velocities, smoke, target, steps):
    """What `objective` gives, or the pair that `slopes` gives."""
    given = [np.array(one) for one in (velocities, smoke, target)]
    found = getattr(ns, name)(*given, steps)
    same = bool(
        all(np.array_equal(one, before) for one, before in zip(given, (velocities, smoke, target)))
    )
    if name == "objective":
        found = [found]
    elif odd := no_tuple_of(2, found):
        return odd
    return {"found": [number_or_array(one) for one in found], "same": same}


def formed(ns, smoke, target, steps, rounds, step_size):
    """What `form_picture` comes to, and the objective of all that it simulated, in order.

    ``rounds`` may be None. More than 20,000 simulations are not noted.
    """
    given = [np.array(smoke), np.array(target)]
    options = {} if rounds is None else {"rounds": rounds, "step_size": step_size}
    names, seen = getattr(ns.form_picture, "__globals__", {}), []
    simulate = names.get("simulate")

    def watched(*given, **named):
        found = simulate(*given, **named)
        end = plain(found[0] if isinstance(found, (tuple, list)) and found else None)
        if isinstance(end, np.ndarray) and end.shape == np.shape(target):
            seen.append(float(np.mean((end - target) ** 2)))
        return found

    try:
        if callable(simulate):
            names["simulate"] = watched
        with quiet():
            found = ns.form_picture(*given, steps, **options)
    finally:
        if callable(simulate):
            names["simulate"] = simulate
    if odd := no_tuple_of(2, found):
        return odd
    velocities, losses = found
    if not isinstance(velocities, np.ndarray) or velocities.dtype.kind not in "fiu":
        return {"odd": type(velocities).__name__, "of": "velocities"}
    if not isinstance(losses, (list, tuple, np.ndarray)):
        return {"odd": type(losses).__name__, "of": "losses"}
    for one in losses:
        if no_number(one):
            return {"odd": type(one).__name__, "of": "losses[0]"}
    same = bool(np.array_equal(given[0], smoke) and np.array_equal(given[1], target))
    return {
        "velocities": np.array(velocities),
        "losses": [float(np.reshape(one, ())) for one in losses],
        "beside": {"seen": seen if len(seen) <= 20000 else []},
        "same": same,
    }


def in_segments(ns, step_text, loss_text, state, steps, every):
    """What `through_segments` gives."""
    step, loss = eval(step_text, {"np": np}), eval(loss_text, {"np": np})
    given = np.array(state)
    found = ns.through_segments(step, loss, given, steps, every)
    same = bool(np.array_equal(given, state))
    if odd := no_tuple_of(2, found):
        return odd
    return {"found": [number_or_array(one) for one in found], "same": same}


def memory(ns, size, steps, every):
    """The most memory that `through_segments` takes at once, in states; and how many steps it took.

    A state is an array of ``size`` numbers, and a step makes a few such arrays.
    """
    import tracemalloc

    counted = {"steps": 0, "most": 0}

    def noted():
        counted["most"] = max(counted["most"], tracemalloc.get_traced_memory()[0])

    def step(state):
        counted["steps"] += 1
        noted()
        if counted["steps"] > 10 * steps:
            raise RuntimeError("far too many steps")
        return np.sin(state) * 0.5 + state * 0.9

    def loss(state):
        noted()
        return np.sum(state * state)

    try:
        ns.through_segments(step, loss, np.ones(2), 2, 1)  # what is kept once is there now
    except RuntimeError:
        if counted["steps"] <= 10 * steps:
            raise
        return {"states": 0, "steps": counted["steps"]}
    state = np.linspace(0.1, 1.0, size)
    began = not tracemalloc.is_tracing()
    if began:
        tracemalloc.start()
    try:
        counted.update(steps=0, most=0)
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        try:
            ns.through_segments(step, loss, state, steps, every)
        except RuntimeError:
            if counted["steps"] <= 10 * steps:
                raise
        # The answer may have measured for itself, and ended that.
        most = max(counted["most"], tracemalloc.get_traced_memory()[1])
    finally:
        if began:
            tracemalloc.stop()
    # Whole states: what a few objects take differs from run to run.
    kept = round(max(most - before, 0) / state.nbytes)
    return {"states": kept, "steps": counted["steps"]}


def trained(ns, rates, scale, direction, loss_text):
    """What `train` gives: the weights, and the losses."""
    loss = eval(loss_text, {"np": np})
    given = np.array(rates), np.array(direction)
    found = ns.train(given[0], scale, given[1], loss)
    same = bool(np.array_equal(given[0], rates) and np.array_equal(given[1], direction))
    if odd := no_tuple_of(2, found):
        return odd
    w, losses = found
    if not isinstance(w, (np.ndarray, np.number)):
        return {"odd": type(w).__name__, "of": "w"}
    if not isinstance(losses, (list, tuple, np.ndarray)):
        return {"odd": type(losses).__name__, "of": "losses"}
    for one in losses:
        if no_number(one):
            return {"odd": type(one).__name__, "of": "losses[0]"}
    losses = np.array([float(np.reshape(one, ())) for one in losses])
    return {"w": np.array(w), "losses": losses, "same": same}


def through_training(ns, rates, scale, direction, loss_text, which):
    """Gradients through `train`: of a number made of its weights, or of its losses, by the rates
    and the scale."""
    import warnings

    import adlearn

    loss = eval(loss_text, {"np": np})
    weights = np.linspace(1.0, 2.0, np.size(direction)).reshape(np.shape(direction))

    odd = []

    def number(rates, scale):
        found = ns.train(rates, scale, np.array(direction), loss)
        if not isinstance(found, (tuple, list)) or len(found) != 2:
            odd.append(type(found).__name__)
            return scale
        w, losses = found
        if which == "weights":
            return np.sum(weights * w)
        return sum((k + 1) * one for k, one in enumerate(losses))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        by_rates, by_scale = adlearn.grad(number, (0, 1))(np.array(rates), scale)
    if odd:
        return {"odd": odd[0]}
    return [np.array(by_rates), np.array(by_scale)]


def after(ns, settings, direction, loss_text):
    """What `after_training` gives for settings, and its gradient by them."""
    import warnings

    import adlearn

    loss = eval(loss_text, {"np": np})
    value = ns.after_training(np.array(settings), np.array(direction), loss)
    if not isinstance(value, (float, int, np.number, np.ndarray)):
        return {"odd": type(value).__name__}
    if np.size(value) != 1:
        return {"value": np.array(value)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gradient = adlearn.grad(lambda s: ns.after_training(s, np.array(direction), loss))
        slope = gradient(np.array(settings))
    return {"value": np.array(value), "slope": np.array(slope)}


def tuned(ns, rates, scale, direction, loss_text, rounds, step_size):
    """What `tune` gives, and the loss at the end of each of its trainings, in order."""
    loss_of, seen, last, stepped = eval(loss_text, {"np": np}), [], [None], [False]

    def begins(w):
        along = np.sum(w * direction) / np.sum(direction * direction)
        return bool(np.allclose(w, along * direction, rtol=1e-9, atol=1e-12))

    def loss(w):
        """Note what came of the training before, where the next one begins along the direction."""
        value, weights = loss_of(w), plain(w)
        starts = np.shape(weights) == np.shape(direction) and begins(weights)
        if starts and stepped[0] and last[0] is not None:
            seen.append(last[0])
            stepped[0] = False
        stepped[0] = stepped[0] or not starts
        height = plain(value)
        last[0] = float(height) if np.size(height) == 1 else None
        return value

    given = np.array(rates), np.array(direction)
    options = {} if rounds is None else {"rounds": rounds, "step_size": step_size}
    with quiet():
        found = ns.tune(given[0], scale, given[1], loss, **options)
    same = bool(np.array_equal(given[0], rates) and np.array_equal(given[1], direction))
    if odd := no_tuple_of(3, found):
        return odd
    names = ("rates", "scale", "history")
    kinds = ((np.ndarray, list, tuple), (float, int, np.number, np.ndarray))
    for name, one, kind in zip(names, found, (kinds[0], kinds[1], kinds[0])):
        if not isinstance(one, kind):
            return {"odd": type(one).__name__, "of": name}
    try:
        told = [np.array(one, dtype=float) for one in found]
    except (TypeError, ValueError):
        return {"odd": "list of other things than numbers", "of": "rates or history"}
    seen += [] if last[0] is None else last
    return {**dict(zip(names, told)), "beside": {"seen": seen[:20000]}, "same": same}


def searched(ns, budget, steps, direction, loss_text):
    """What `grid_search` gives, and at how many places in a row it asked for the loss."""
    loss = eval(loss_text, {"np": np})
    asked = {"times": 0, "last": None}

    def counting(w):
        here = np.array(plain(w)).tobytes()
        asked["times"] += here != asked["last"]
        asked["last"] = here
        return loss(w)

    with np.errstate(all="ignore"):
        found = ns.grid_search(budget, steps, np.array(direction), counting)
    if odd := no_tuple_of(3, found):
        return odd
    for name, one in zip(("lowest", "rate", "scale"), found):
        if no_number(one):
            return {"odd": type(one).__name__, "of": name}
    return {"found": [float(np.reshape(one, ())) for one in found], "times": asked["times"]}


def whole_picture(ns, smoke, target, steps, rounds, step_size, every):
    """Form a picture with nothing replaced, and differentiate the simulation in segments."""
    with quiet():
        found = ns.form_picture(
            np.array(smoke), np.array(target), steps, rounds=rounds, step_size=step_size
        )
    if not isinstance(found, (tuple, list)) or len(found) != 2:
        return {"odd": type(found).__name__, "of": "form_picture"}
    velocities = found[0]
    if not isinstance(velocities, np.ndarray) or velocities.shape != (2, *np.shape(smoke)):
        return {"odd": type(velocities).__name__, "of": "form_picture"}
    pair = ns.slopes(velocities, np.array(smoke), np.array(target), steps)
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        return {"odd": type(pair).__name__, "of": "slopes"}
    value, slope = pair

    def step(state):
        vx, vy = ns.project(
            ns.advect(state[0], state[0], state[1]), ns.advect(state[1], state[0], state[1])
        )
        return np.stack([vx, vy, ns.advect(state[2], vx, vy)])

    def loss(state):
        return np.mean((state[2] - np.array(target)) ** 2)

    state = np.stack([velocities[0], velocities[1], np.array(smoke)])
    ended = ns.through_segments(step, loss, state, steps, every)
    if not isinstance(ended, (tuple, list)) or len(ended) != 2:
        return {"odd": type(ended).__name__, "of": "through_segments"}
    again, through = ended
    if np.shape(through) != np.shape(state):
        return {"odd": type(through).__name__, "of": "through_segments"}
    return {
        "velocities": np.array(velocities),
        "value": np.array(value),
        "slope": np.array(slope),
        "again": np.array(again),
        "through": np.array(through)[:2],
    }
