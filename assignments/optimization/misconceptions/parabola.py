"""Wrong descents on the parabola: told too late, never set back, or always with one rate."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def run(ns, module, lr, epochs, tell=("before", "before"), back=True, step=True):
    """Where x was, and f there; `tell` says of each whether before or after the step."""
    optimizer = ns.GD(module.collect_parameters(), lr)
    xs, values = [], []
    for _ in range(epochs):
        x = float(module.x.value)
        if back:
            optimizer.zero_grad()
        value = module.forward()
        value.backward()
        if step:
            optimizer.step()
        xs.append(x if tell[0] == "before" else float(module.x.value))
        told = value if tell[1] == "before" else module.forward()
        values.append(float(told.value))
    return xs, values


def install(ns, each=None, result=None):
    """perform_gd anew: `each(start, lr, epochs, lrs)` is a run, `result(xs, values)` what is
    given of all."""

    def perform_gd(initializations, lrs, epochs=100):
        found = []
        for start, lr in zip(initializations, lrs, strict=False):
            made = each or (lambda start, lr, epochs, lrs: run(ns, ns.Parabola(start), lr, epochs))
            found.append(made(start, lr, epochs, lrs))
        xs, values = [one[0] for one in found], [one[1] for one in found]
        return result(xs, values) if result else (np.array(xs), np.array(values))

    ns.perform_gd = perform_gd


@misconception("q4", ways=("x and f", "x", "f"))
def parabola_told_after_the_step(ns, way):
    """What is told is where x was after the step. So the start is missing.

    What should stand at `x_history[0, 0]`?
    """
    tell = ("after" if "x" in way else "before", "after" if "f" in way else "before")
    install(ns, lambda start, lr, n, lrs: run(ns, ns.Parabola(start), lr, n, tell))


@misconception("q4")
def parabola_gradients_never_set_back(ns):
    """The gradients are never set back, so that those of all steps add up.

    After two calls of `backward`, what is in `x.grad`, and which method is there for that?
    """
    install(ns, lambda start, lr, n, lrs: run(ns, ns.Parabola(start), lr, n, back=False))


@misconception("q4", ways=("one row", "no rows"))
def parabola_last_run_alone(ns, way):
    """Only one run is told: the lists of the others are thrown away when a new run begins.

    Which list belongs to one run, which to all, and where is each made?
    """
    which = slice(-1, None) if way == "one row" else -1
    install(ns, result=lambda xs, values: (np.array(xs)[which], np.array(values)[which]))


@misconception("q4")
def parabola_all_runs_in_one_row(ns):
    """The runs stand in one row, one after the other. Each should have a row of its own.

    Which shape have your arrays, and which one should they have?
    """
    install(ns, result=lambda xs, values: (np.ravel(xs), np.ravel(values)))


@misconception("q4", ways=("the first", "the last"))
def parabola_one_rate_for_all(ns, way):
    """All runs go down with the same learning rate. There is one for each start.

    What does `zip(initializations, lrs)` give?
    """
    place = 0 if way == "the first" else -1
    install(ns, lambda start, lr, n, lrs: run(ns, ns.Parabola(start), lrs[place], n))


@misconception("q4")
def parabola_starts_all_with_all_rates(ns):
    """Each start is tried with each rate. A start and the rate at the same place belong together.

    How many runs are asked for, with two starts and two rates?
    """

    def perform_gd(initializations, lrs, epochs=100):
        found = [run(ns, ns.Parabola(x), lr, epochs) for x in initializations for lr in lrs]
        return np.array([one[0] for one in found]), np.array([one[1] for one in found])

    ns.perform_gd = perform_gd


@misconception("q4")
def parabola_one_module_for_all(ns):
    """All runs go on with one module. So the second begins where the first ended, and not at its
    own start.

    How many modules are there in your code, and where are they made?
    """

    def perform_gd(initializations, lrs, epochs=100):
        module = ns.Parabola(initializations[0])
        found = [run(ns, module, lr, epochs) for lr in lrs]
        return np.array([one[0] for one in found]), np.array([one[1] for one in found])

    ns.perform_gd = perform_gd


@misconception("q4")
def parabola_histories_transposed(ns):
    """The arrays have a row for each step and a column for each run. It should be the other way
    round.

    What does `x_history[0]` give: a run, or a step?
    """
    install(ns, result=lambda xs, values: (np.array(xs).T, np.array(values).T))


@misconception("q4")
def parabola_one_step_too_many(ns):
    """One entry too many is told.

    How many numbers does `range(n + 1)` give?
    """
    install(ns, lambda start, lr, n, lrs: run(ns, ns.Parabola(start), lr, n + 1))


@misconception("q4")
def parabola_one_step_too_few(ns):
    """One entry too few is told.

    How many numbers does `range(1, n)` give?
    """
    install(ns, lambda start, lr, n, lrs: run(ns, ns.Parabola(start), lr, n - 1))


@misconception("q4")
def parabola_stands_still(ns):
    """Nothing moves: all entries of a run are its start.

    Which call fills in the gradients, and which one changes the values?
    """
    install(ns, lambda start, lr, n, lrs: run(ns, ns.Parabola(start), lr, n, step=False))


@misconception("q4")
def parabola_results_exchanged(ns):
    """The values are returned first, and where x was comes second.

    What does the text ask for first?
    """
    install(ns, result=lambda xs, values: (np.array(values), np.array(xs)))


@misconception("q4")
def parabola_only_where_it_is_last(ns):
    """Only one number of each run is told. A history has one for each step.

    Which shape should `x_history` have?
    """
    install(ns, result=lambda xs, values: (np.array(xs)[:, -1], np.array(values)[:, -1]))


@misconception("q4")
def parabola_always_100_epochs(ns):
    """There are always 100 steps, whatever the caller asks for.

    What changes in your code when the caller says `epochs=5`?
    """
    install(ns, lambda start, lr, n, lrs: run(ns, ns.Parabola(start), lr, 100))


@misconception("q4", ways=("steps and values", "steps"))
def parabola_derived_by_hand(ns, way):
    """The derivative 2x stands in the code as a formula. It is right for this one function alone.

    What would go down if somebody changed `f`, and who knows the derivative then?
    """

    def each(x, lr, epochs, lrs):
        xs, values = [], []
        for _ in range(epochs):
            xs.append(float(x))
            values.append(float(x * x + 2.0) if way == "steps and values" else float(ns.f(x)))
            x = x - lr * 2.0 * x
        return xs, values

    install(ns, each)


@misconception("q4")
def parabola_tells_variables(ns):
    """What is kept are variables. Numbers are asked for, which stay as they are when a variable
    gets another value.

    Which attribute of a variable is the number?
    """

    def result(xs, values):
        return (
            np.array([[ns.Variable(x) for x in row] for row in xs]),
            np.array([[ns.Variable(x) for x in row] for row in values]),
        )

    install(ns, result=result)


@misconception("q4")
def parabola_tells_the_last_x_everywhere(ns):
    """All entries of a run are where it ended: what was kept is the variable, or its array, and not
    the number that it held then.

    When is the number taken out of the variable: in the loop, or after it?
    """

    def each(start, lr, epochs, lrs):
        module = ns.Parabola(start)
        _, values = run(ns, module, lr, epochs)
        return [float(module.x.value)] * epochs, values

    install(ns, each)
