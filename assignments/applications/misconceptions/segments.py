"""Wrong ways back in segments: of another length, in another order, or with too much kept."""

import math

import numpy as np

from autograder.explaining.misconceptions import misconception


def repeated(step, times):
    """A segment: so many steps."""

    def segment(state):
        for _ in range(times):
            state = step(state)
        return state

    return segment


def install(
    ns,
    length=lambda begin, num_steps, every: min(every, num_steps - begin),
    first=lambda cotangent: cotangent,
    order=lambda checkpoints: checkpoints[::-1],
    handed=lambda before, pulled, first: pulled,
    taken=lambda pulled: pulled[0],
    steps=lambda num_steps, every: num_steps,
    kept=lambda k, before, after: before,
    result=lambda value, cotangent: (value, cotangent),
    again=None,
):
    """through_segments anew: what is kept, how long a segment is, and what goes back through it."""

    def through_segments(step, loss, state, num_steps, every):
        start, checkpoints, total = state, [], steps(num_steps, every)
        for k in range(total):
            before, state = state, step(state)
            if k % every == 0:
                checkpoints.append((k, kept(k, before, state)))
        value, cotangent = ns.ad.value_and_grad(loss)(state)
        cotangent = at_the_end = first(cotangent)
        for begin, checkpoint in order(checkpoints):
            if again:
                checkpoint = again(step, start, begin)
            segment = repeated(step, length(begin, num_steps, every))
            _, pull = ns.ad.vjp(segment, checkpoint)
            cotangent = handed(cotangent, taken(pull(cotangent)), at_the_end)
        return result(value, cotangent)

    ns.through_segments = through_segments


@misconception("q5")
def segments_last_one_too_long(ns):
    """The last segment is run again with `every` steps, even where it is shorter.

    With 7 steps and 3 in a segment, how many steps has the last one?
    """
    install(ns, length=lambda begin, num_steps, every: every)


@misconception("q5", ways=("there and back", "back"))
def segments_last_one_left_out(ns, way):
    """Steps at the end are left out, since only whole segments are counted: num_steps // every.

    With 7 steps and 3 in a segment, how many steps are in whole segments, and which one is missing?
    """
    if way == "there and back":
        install(ns, steps=lambda num_steps, every: num_steps // every * every)
    else:
        install(
            ns,
            length=lambda begin, num_steps, every: every if begin + every <= num_steps else 0,
        )


@misconception("q5")
def segments_first_one_first(ns):
    """The segments are pulled back in the order of the way there. But the way back begins at the
    end.

    Where does the gradient of the loss come in: at the end of which segment?
    """
    install(ns, order=lambda checkpoints: checkpoints)


@misconception("q5")
def segments_begin_with_ones(ns):
    """The way back begins with ones. What comes in at the last state is the gradient of the loss.

    By how much does the loss change with each entry of the last state?
    """
    install(ns, first=np.ones_like)


@misconception("q5", ways=("each begins anew", "their sum"))
def segments_not_joined(ns, way):
    """Each segment is pulled back by itself: it gets the gradient of the loss, and not what came
    back from the segment behind it.

    What comes in at the end of the second segment, if there are three?
    """
    if way == "each begins anew":
        order = lambda checkpoints: checkpoints[:1]  # noqa: E731
        install(ns, order=order)
    else:
        install(ns, handed=lambda before, pulled, first: before + pulled)


@misconception("q5")
def segments_gradient_at_the_end(ns):
    """It is the gradient by the last state. Nothing is pulled back through the steps.

    By which state is the gradient asked for, and what lies between?
    """
    install(ns, order=lambda checkpoints: [])


@misconception("q5", ways=("the first is missing", "the last alone"))
def segments_not_all_pulled_back(ns, way):
    """The way back stops before the start: it is the gradient by the start of a later segment.

    With 6 steps and 3 in a segment, how many segments have to be pulled back?
    """
    if way == "the last alone":
        install(ns, order=lambda checkpoints: checkpoints[-1:])
    else:
        install(ns, order=lambda checkpoints: checkpoints[:0:-1])


@misconception("q5")
def segments_start_one_step_late(ns):
    """What is kept is the state after the first step of each segment, and not before it.

    In your loop, what comes first: the step, or keeping the state?
    """
    install(ns, kept=lambda k, before, after: after)


@misconception("q5")
def segments_cotangent_in_a_tuple(ns):
    """What the pull gives is taken as it is. It is a tuple, with a cotangent for each argument.

    How many arguments has `segment`, and how do you take one thing out of a tuple?
    """
    install(ns, taken=lambda pulled: pulled)


@misconception("q5")
def segments_one_step_too_few(ns):
    """There is one step too few.

    How many steps are there between the first state and the one whose loss is asked for?
    """
    install(
        ns,
        steps=lambda num_steps, every: num_steps - 1,
        length=lambda begin, num_steps, every: min(every, num_steps - 1 - begin),
    )


@misconception("q5")
def segments_from_the_very_start(ns):
    """Each segment is run again from the very first state. So most steps are computed many times.

    Which state lets you begin in the middle?
    """

    def again(step, state, begin):
        for _ in range(begin):
            state = step(state)
        return state

    install(ns, again=again)


@misconception("q5")
def segments_end_from_the_last_checkpoint(ns):
    """The loss is that of the last checkpoint. It is the state at the start of the last segment,
    and not yet the last state.

    After 7 steps with 3 in a segment, which states did you keep, and which one has the loss?
    """

    def through_segments(step, loss, state, num_steps, every):
        checkpoints = [(0, state)]
        for k in range(num_steps):
            if k % every == 0:
                checkpoints.append((k, state))
            state = step(state)
        value, cotangent = ns.ad.value_and_grad(loss)(checkpoints[-1][1])
        for begin, start in checkpoints[:0:-1]:
            segment = repeated(step, min(every, num_steps - begin))
            (cotangent,) = ns.ad.vjp(segment, start)[1](cotangent)
        return value, cotangent

    ns.through_segments = through_segments


@misconception("q5")
def segments_change_the_state(ns):
    """The states are written into the array that was given. It belongs to whoever called, and all
    checkpoints are that one array.

    After `state[...] = step(state)`, what is in the checkpoint that you kept before?
    """

    def through_segments(step, loss, state, num_steps, every):
        checkpoints = []
        for k in range(num_steps):
            if k % every == 0:
                checkpoints.append((k, state))
            state[...] = step(state)
        value, cotangent = ns.ad.value_and_grad(loss)(state)
        for begin, start in checkpoints[::-1]:
            segment = repeated(step, min(every, num_steps - begin))
            (cotangent,) = ns.ad.vjp(segment, start)[1](cotangent)
        return value, cotangent

    ns.through_segments = through_segments


@misconception("q5")
def segments_exchanged(ns):
    """The gradient comes first, and the loss second.

    Which of the two does `ad.value_and_grad` give first?
    """
    install(ns, result=lambda value, cotangent: (cotangent, value))


@misconception("q5")
def segments_without_the_loss(ns):
    """The gradient is returned alone. The loss is missing.

    What is the pair that is asked for, and where do you come by the loss?
    """
    install(ns, result=lambda value, cotangent: cotangent)


@misconception("q5", ways=("through_segments", "best_every"))
def segments_give_nothing(ns, way):
    """Nothing is returned, so that None comes out.

    What has your function found out, and where does it say so?
    """
    setattr(ns, way, lambda *given: None)


@misconception("q5")
def segments_gradient_of_zeros(ns):
    """The gradient is 0 everywhere, also where no step is taken: an array of zeros that is never
    filled.

    Without any step, what is the gradient of the loss by the first state?
    """
    install(ns, result=lambda value, cotangent: (value, np.zeros(np.shape(cotangent))))


@misconception("q5")
def every_is_no_whole_number(ns):
    """The root of the number of steps is a good guess, but no whole number, and steps are counted.

    Which whole numbers are around the root of 20, and with which are fewer states kept?
    """
    ns.best_every = lambda num_steps: math.sqrt(num_steps)


@misconception("q5", ways=("one", "all", "half"))
def every_kept_or_traced_alone(ns, way):
    """Only one of the two is made small: the checkpoints, or what is traced. Their sum is to be
    small.

    With 100 steps and `every` 1, how many checkpoints are there? And with 100?
    """
    found = {"one": lambda n: 1, "all": lambda n: n, "half": lambda n: max(1, n // 2)}
    ns.best_every = found[way]


@misconception("q5")
def every_is_the_number_of_states(ns):
    """What is returned is how many states are kept, and not for which `every` it is.

    What does `min` give, and what does it compare by with a `key`?
    """
    ns.best_every = lambda n: min(every - (-n // every) for every in range(1, n + 1))


@misconception("q5")
def every_keeps_the_most(ns):
    """It is the length for which the most states are kept.

    For 100 steps, how many states are kept with `every` 100, and how many with 10?
    """
    ns.best_every = lambda n: max(range(1, n + 1), key=lambda every: every - (-n // every))


@misconception("q5", ways=("ten", "twenty"))
def every_steps_count_more(ns, way):
    """A traced step is counted as many states. That is nearer to the truth, and comes later: here
    each counts as one.

    With `every` steps in the segment that is traced, how many states are that?
    """
    size = 10 if way == "ten" else 20
    ns.best_every = lambda n: min(range(1, n + 1), key=lambda every: size * every - (-n // every))


@misconception("q5")
def every_from_zero(ns):
    """The lengths are tried from 0 on, and a segment of no steps cannot be.

    Where does `range(n)` begin?
    """
    ns.best_every = lambda n: min(range(n), key=lambda every: every + math.ceil(n / every))


@misconception("q5")
def every_without_the_last(ns):
    """The longest segment, of all steps, is never tried: `range` ends before its end.

    With 1 step, which lengths are there?
    """
    ns.best_every = lambda n: min(range(1, n), key=lambda every: every - (-n // every))


@misconception("q5", ways=("first", "second"))
def every_with_its_count(ns, way):
    """A pair is returned, of the length and how many states are kept. The length alone is asked
    for.

    What would `range(0, 60, best_every(60))` do with a pair?
    """

    def best_every(num_steps):
        counted = [(every - (-num_steps // every), every) for every in range(1, num_steps + 1)]
        return min(counted) if way == "second" else min(counted)[::-1]

    ns.best_every = best_every
