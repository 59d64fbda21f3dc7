"""Wrong finite differences: other points, other quotients, and what is moved."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def install(ns, one=None, two=None, moved=None, move=lambda x, index, h: h, start=None):
    """Estimate entry by entry: `one` and `two` take f, x, up, down and h, None for what is right.

    `moved` gives the two points from x, an index and a step, where they are others; `start` what
    is made of x first, and what the estimates are written into.
    """

    def apart(x, index, h):
        up, down = x.copy(), x.copy()
        up[index] += h
        down[index] -= h
        return up, down

    def over(estimate):
        def differences(f, x, h):
            x, found = start(x) if start else begun(x)
            for index in np.ndindex(x.shape):
                up, down = (moved or apart)(x, index, move(x, index, h))
                found[index] = estimate(f, x, up, down, h)
            return found

        return differences

    ns.one_sided = over(one or right_one)
    ns.two_sided = over(two or right_two)


def begun(x):
    x = np.array(x, dtype=float)
    return x, np.zeros(x.shape)


def right_one(f, x, up, down, h):
    return (f(up) - f(x)) / h


def right_two(f, x, up, down, h):
    return (f(up) - f(down)) / (2 * h)


@misconception("q1")
def differences_not_divided(ns):
    """The difference is not divided by the distance. It says how far the output moved, and not how
    far for each unit of the input.

    If a step of 0.5 raises the output by 2, how steep is the function?
    """
    install(ns, lambda f, x, up, down, h: f(up) - f(x), lambda f, x, up, down, h: f(up) - f(down))


@misconception("q1")
def differences_times_the_step(ns):
    """The difference is multiplied by the step and should be divided by it. Python reads `a / 2 *
    h` from left to right, as `(a / 2) * h`.

    Where in your line do brackets have to stand?
    """
    install(
        ns,
        lambda f, x, up, down, h: (f(up) - f(x)) * h,
        lambda f, x, up, down, h: (f(up) - f(down)) / 2 * h,
    )


@misconception("q1")
def differences_bracket_forgotten(ns):
    """Only the second value is divided by the distance, and then it is subtracted. A quotient is
    computed before a difference.

    Where in your line do brackets have to stand?
    """
    install(
        ns,
        lambda f, x, up, down, h: f(up) - f(x) / h,
        lambda f, x, up, down, h: f(up) - f(down) / (2 * h),
    )


@misconception("q1")
def differences_turned_round(ns):
    """The two values are subtracted the wrong way round, so every slope has the wrong sign.

    If the output grows when the input does, should the estimate be positive?
    """
    install(
        ns,
        lambda f, x, up, down, h: (f(x) - f(up)) / h,
        lambda f, x, up, down, h: (f(down) - f(up)) / (2 * h),
    )


@misconception("q1")
def two_sided_divided_by_one_step(ns):
    """The two points are two steps apart, and the difference is divided by one.

    How far is it from `x - h` to `x + h`?
    """
    install(ns, two=lambda f, x, up, down, h: (f(up) - f(down)) / h)


@misconception("q1")
def one_sided_divided_by_two_steps(ns):
    """The two points are one step apart, and the difference is divided by two.

    How far is it from `x` to `x + h`?
    """
    install(ns, lambda f, x, up, down, h: (f(up) - f(x)) / (2 * h))


@misconception("q1", ways=("one step", "two steps"))
def two_sided_looks_to_one_side(ns, way):
    """`two_sided` starts from `x` itself and looks to one side only.

    Which two points does the second formula of the task ask for?
    """
    steps = 1 if way == "one step" else 2
    install(ns, two=lambda f, x, up, down, h: (f(up) - f(x)) / (steps * h))


@misconception("q1")
def one_sided_looks_to_both_sides(ns):
    """`one_sided` compares a point above with one below. That is the other formula.

    Which two points does the first formula of the task ask for?
    """
    install(ns, right_two)


@misconception("q1")
def one_sided_looks_down(ns):
    """`one_sided` looks to the other side: it compares `x` with a point below.

    Does `one_sided` of `x ** 2` at 0 come out positive or negative, and what says the formula?
    """
    install(ns, lambda f, x, up, down, h: (f(x) - f(down)) / h)


@misconception("q1", ways=("both", "the second point only"))
def two_sided_half_a_step(ns, way):
    """`two_sided` goes half a step to each side, or to one. The formula takes a whole one.

    How far apart are the two points for h = 1?
    """

    def estimate(f, x, up, down, h):
        half = (x + down) / 2.0
        above = (x + up) / 2.0 if way == "both" else up
        return (f(above) - f(half)) / (h if way == "both" else 2 * h)

    install(ns, two=estimate)


@misconception("q1", ways=("an array", "a number"))
def differences_all_entries_at_once(ns, way):
    """All entries of `x` move together. What comes out is the sum of all slopes, and nobody can say
    whose they were.

    To find out what one entry does, what do the others have to do meanwhile?
    """

    def over(count):
        def differences(f, x, h):
            x = np.array(x, dtype=float)
            slope = (f(x + h) - f(x if count == 1 else x - h)) / (count * h)
            return np.full(x.shape, slope) if way == "an array" else slope

        return differences

    ns.one_sided, ns.two_sided = over(1), over(2)


@misconception("q1", ways=("from x", "from the last"))
def differences_entries_stay_moved(ns, way):
    """An entry that was moved is not put back before the next one moves. From the second on,
    several have moved.

    Where should the first entry be while the second one is asked?
    """

    def over(two):
        def differences(f, x, h):
            x = np.array(x, dtype=float)
            up, down, found = x.copy(), x.copy(), np.zeros(x.shape)
            for index in np.ndindex(x.shape):
                before = f(up)
                up[index] += h
                down[index] -= h
                if two:
                    found[index] = (f(up) - f(down)) / (2 * h)
                else:
                    found[index] = (f(up) - (f(x) if way == "from x" else before)) / h
            return found

        return differences

    ns.one_sided, ns.two_sided = over(False), over(True)


@misconception("q1", ways=("the point", "the result", "both"))
def differences_rounded_to_integers(ns, way):
    """Where `x` holds integers, what is written into an array like it is rounded down, the moved
    entry or the slope.

    What does `a = np.array([1, 3])` hold after `a[0] = 1.5`?
    """

    def start(x):
        given = np.array(x)
        found = np.zeros_like(given) if way != "the point" else np.zeros(given.shape)
        return given.astype(float) if way == "the result" else given, found

    install(ns, start=start)


@misconception("q1", ways=("left moved", "put back", "put back, in its own type"))
def differences_change_the_callers_x(ns, way):
    """The caller's own array is moved. After the call it is another one, if only in the last digit.

    When you write `moved = x`, how many arrays are there?
    """

    def over(two):
        def differences(f, x, h):
            if way != "put back, in its own type":
                x = np.asarray(x, dtype=float)
            found, middle = np.zeros(np.shape(x)), f(x)
            for index in np.ndindex(np.shape(x)):
                x[index] += h
                above = f(x)
                if two:
                    x[index] -= 2 * h
                    found[index] = (above - f(x)) / (2 * h)
                    x[index] += h if way != "left moved" else 0.0
                else:
                    found[index] = (above - middle) / h
                    x[index] -= h if way != "left moved" else 0.0
            return found

        return differences

    ns.one_sided, ns.two_sided = over(False), over(True)


@misconception("q1")
def differences_first_axis_only(ns):
    """The loop runs over the first axis only. In a matrix whole rows move, and for a single number
    there is nothing to run over.

    How many slopes has a function of a 2 by 3 matrix, and how often does your loop run?
    """

    def over(two):
        def differences(f, x, h):
            x = np.array(x, dtype=float)
            found = np.zeros(x.shape)
            for i in range(len(x)):
                up, down = x.copy(), x.copy()
                up[i] += h
                down[i] -= h
                found[i] = (right_two if two else right_one)(f, x, up, down, h)
            return found

        return differences

    ns.one_sided, ns.two_sided = over(False), over(True)


@misconception("q1", ways=("all", "numbers stay numbers"))
def differences_in_one_row(ns, way):
    """The slopes are right and stand in one row. They should have the shape of `x`.

    Where in your result does the reader find the slope of `x[1, 0]`?
    """
    install(ns)
    for name in ("one_sided", "two_sided"):
        own = getattr(ns, name)

        def flat(f, x, h, own=own):
            found = own(f, x, h)
            return found.ravel() if way == "all" or np.ndim(x) else found

        setattr(ns, name, flat)


@misconception("q1", ways=("1e-3", "1e-4", "1e-5", "1e-6", "1e-8"))
def differences_with_a_step_of_their_own(ns, way):
    """The step that is asked for is not used: another one is.

    If somebody calls with h = 0.5, which points should be asked?
    """
    install(ns)
    one, two, own = ns.one_sided, ns.two_sided, float(way)
    ns.one_sided = lambda f, x, h: one(f, x, own)
    ns.two_sided = lambda f, x, h: two(f, x, own)


@misconception("q1", ways=("divided by h", "divided by its own step"))
def differences_step_in_proportion(ns, way):
    """Each entry moves by a part of itself, so a large one moves far and a zero not at all.

    By how much should an entry move, if it is 0?
    """

    def over(estimate):
        def own(f, x, up, down, h):
            step = np.max(np.abs(up - x)) if way != "divided by h" else h
            sign = np.sign(np.sum(up - x)) if way != "divided by h" else 1.0
            return estimate(f, x, up, down, sign * step)

        return own

    install(ns, over(right_one), over(right_two), move=lambda x, index, h: h * x[index])


@misconception("q1")
def differences_nothing_moves(ns):
    """All slopes are zero: the function is asked twice at the same point.

    Which entry is different between the two points that you ask?
    """
    install(ns, moved=lambda x, index, h: (x, x))


@misconception("q1")
def differences_of_a_changed_entry_alone(ns):
    """All entries but one are set to zero before the function is asked. The others should stay as
    they are in `x`.

    What is `x + h * e_i` at the other entries?
    """

    def moved(x, index, h):
        up, down = np.zeros(x.shape), np.zeros(x.shape)
        up[index], down[index] = x[index] + h, x[index] - h
        return up, down

    install(ns, moved=moved)
