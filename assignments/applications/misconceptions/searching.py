"""Wrong searches: another grid, another loss, or another one taken for the best."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def install(
    ns,
    side=lambda budget: int(budget**0.5),
    spaced=np.geomspace,
    rates=(0.01, 2.0),
    scales=(0.05, 3.0),
    pairs=lambda rates, scales: [(rate, scale) for rate in rates for scale in scales],
    settings=lambda rate, scale, steps: np.log([*np.full(steps, rate), scale]),
    value=lambda ns, settings, direction, loss: ns.after_training(settings, direction, loss),
    pick=lambda told: min((one for one in told if np.isfinite(one[0])), default=None),
    result=lambda found: found,
):
    """grid_search anew: which grid, what is asked at each of its points, and what is picked."""

    def grid_search(budget, num_steps, direction, loss):
        m, told = side(budget), []
        for rate, scale in pairs(spaced(*rates, m), spaced(*scales, m)):
            given = settings(rate, scale, num_steps)
            told.append((value(ns, given, direction, loss), rate, scale))
        return result(pick(told))

    ns.grid_search = grid_search


@misconception("q7", ways=("both", "rates", "scales"))
def grid_spaced_evenly(ns, way):
    """The grid has even differences. It should have even factors, as many points from 0.01 to 0.02
    as from 1 to 2.

    What does `np.geomspace(1, 100, 3)` give, and what `np.linspace(1, 100, 3)`?
    """
    evenly = {"both": (0.01, 0.05), "rates": (0.01,), "scales": (0.05,)}[way]

    def spaced(low, high, m):
        return (np.linspace if low in evenly else np.geomspace)(low, high, m)

    install(ns, spaced=spaced)


@misconception("q7")
def grid_above_its_budget(ns):
    """The root of the budget is rounded up. So it trains more often than it may.

    With a budget of 30, how many trainings do 6 rates and 6 scales need?
    """
    install(ns, side=lambda budget: int(np.ceil(budget**0.5)))


@misconception("q7", ways=("last", "first"))
def grid_ends_left_out(ns, way):
    """One end of the grid is missing. Both are included.

    What does `endpoint=False` leave out?
    """

    def spaced(low, high, m):
        if way == "last":
            return np.geomspace(low, high, m, endpoint=False)
        return np.geomspace(low, high, m + 1)[1:]

    install(ns, spaced=spaced)


@misconception("q7", ways=("rates", "scales", "exchanged"))
def grid_ranges_exchanged(ns, way):
    """The rates and the scales do not have the ranges that are theirs.

    From where to where do rates go, and from where to where do scales?
    """
    rates, scales = (0.01, 2.0), (0.05, 3.0)
    if way == "exchanged":
        rates, scales = scales, rates
    elif way == "rates":
        scales = rates
    else:
        rates = scales
    install(ns, rates=rates, scales=scales)


@misconception("q7")
def grid_pairs_in_step(ns):
    """Each rate is tried with one scale, the first with the first and so on. Each should be tried
    with each.

    With 3 rates and 3 scales, how many pairs are there?
    """
    install(ns, pairs=lambda rates, scales: list(zip(rates, scales, strict=True)))


@misconception("q7", ways=("rates", "scales"))
def grid_of_one_axis(ns, way):
    """Only rates are tried, or only scales, each with one value of the other.

    How many loops, one in the other, does it take to try each with each?
    """

    def pairs(rates, scales):
        if way == "rates":
            return [(rate, scales[0]) for rate in rates]
        return [(rates[0], scale) for scale in scales]

    install(ns, pairs=pairs)


@misconception("q7")
def grid_without_logarithms(ns):
    """The rates and the scale are handed to `after_training` as they are. It takes logarithms.

    Which rate does `after_training` use, if you give it 0.1?
    """
    install(ns, settings=lambda rate, scale, steps: np.array([*np.full(steps, rate), scale]))


@misconception("q7")
def grid_trains_one_step(ns):
    """Each training has one step. There should be as many as are asked for, all with the same rate.

    How many settings does `after_training` need for four steps?
    """
    install(ns, settings=lambda rate, scale, steps: np.log([rate, scale]))


@misconception("q7")
def grid_one_step_too_many(ns):
    """The trainings have one step too many. The settings are the rates, and one more.

    For four steps, how many settings are there, and how many of them are rates?
    """
    install(ns, settings=lambda rate, scale, steps: np.log([*np.full(steps + 1, rate), scale]))


@misconception("q7")
def grid_before_the_last_step(ns):
    """The losses are those before the last step: the last ones that `train` tells, or those of
    trainings with one step too few.

    Which function of yours gives the loss after training, and how many rates does it need?
    """

    def value(ns, settings, direction, loss):
        return ns.train(np.exp(settings[:-1]), np.exp(settings[-1]), direction, loss)[1][-1]

    install(ns, value=value)


@misconception("q7")
def grid_takes_the_highest(ns):
    """The highest loss is taken.

    What should training do with the loss?
    """
    install(ns, pick=lambda told: max(one for one in told if np.isfinite(one[0])))


@misconception("q7", ways=("last", "first"))
def grid_takes_any(ns, way):
    """What is returned is the last pair that was tried, or the first. It is not compared with the
    others.

    Where do you keep the best one so far?
    """
    install(ns, pick=lambda told: told[-1 if way == "last" else 0])


@misconception("q7", ways=("nan", "never compared"))
def grid_counts_what_blew_up(ns, way):
    """A training that ends with nan counts. Nothing is smaller than nan, and nothing is larger.

    What does `np.argmin` give, if there is a nan among the numbers?
    """

    def pick(told):
        if way == "nan":
            return told[int(np.argmin([one[0] for one in told]))]
        best = told[0]
        for one in told[1:]:
            if not one[0] >= best[0]:
                best = one
        return best

    install(ns, pick=pick)


@misconception("q7", ways=("rate and scale", "loss last"))
def grid_results_exchanged(ns, way):
    """The three numbers stand in another order than lowest loss, rate, scale.

    What does the text ask for first?
    """
    if way == "rate and scale":
        install(ns, result=lambda found: (found[0], found[2], found[1]))
    else:
        install(ns, result=lambda found: (found[1], found[2], found[0]))


@misconception("q7", ways=("both", "rate", "scale"))
def grid_returns_logarithms(ns, way):
    """What is returned are logarithms. A rate and a scale are asked for.

    Which numbers would you hand to `train`?
    """

    def result(found):
        lowest, rate, scale = found
        return (
            lowest,
            rate if way == "scale" else np.log(rate),
            scale if way == "rate" else np.log(scale),
        )

    install(ns, result=result)


@misconception("q7", ways=("loss", "settings"))
def grid_returns_less(ns, way):
    """Not all three numbers are returned.

    What is the lowest loss worth, if you do not know where it was found?
    """
    if way == "loss":
        install(ns, result=lambda found: found[0])
    else:
        install(ns, result=lambda found: found[1:])


@misconception("q7", ways=("twice", "gradient"))
def grid_trains_too_often(ns, way):
    """It trains more often than it may: twice for each pair, or with a gradient that nobody uses.

    How often do you call `after_training` for one pair?
    """

    def value(ns, settings, direction, loss):
        if way == "gradient":
            return ns.ad.value_and_grad(ns.after_training)(settings, direction, loss)[0]
        ns.after_training(settings, direction, loss)
        return ns.after_training(settings, direction, loss)

    install(ns, value=value)


@misconception("q7", ways=("inf", "zeros"))
def grid_finds_nothing(ns, way):
    """What is returned is what it began with: nothing was ever better.

    After each training, what is compared, and what is kept?
    """
    found = (np.inf, None, None) if way == "inf" else (np.inf, 0.0, 0.0)
    install(ns, pick=lambda told: found)
