"""Wrong ways to better settings: uphill, from elsewhere, or with the best thrown away."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def install(
    ns,
    slope=lambda slope: slope,
    start=np.log,
    settings=lambda rounds, step_size: (rounds, step_size),
    where=lambda settings, first: settings,
    noted=lambda history, end: history,
    best=lambda tried, history, found: tried[int(np.nanargmin(history))],
    unlog=np.exp,
    result=lambda rates, scale, history: (rates, scale, history),
    asked=None,
):
    """tune anew: where it starts, what is noted, and which settings are returned."""

    def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
        history, tried = [], []
        if asked is not None:
            asked[:] = direction, loss
        first = start(np.append(rates, scale))

        def gradient(settings, i):
            at = where(settings, first)
            value, its_slope = ns.ad.value_and_grad(ns.after_training)(at, direction, loss)
            history.append(value)
            tried.append(at)
            return slope(its_slope)

        times, size = settings(rounds, step_size)
        found = ns.adam(gradient, first, num_iters=times, step_size=size)
        chosen = unlog(best(tried, history, found))
        told = noted(history, lambda: ns.after_training(found, direction, loss))
        return result(chosen[:-1], chosen[-1], told)

    ns.tune = tune


@misconception("q7")
def tune_uphill(ns):
    """It goes uphill. The optimizer subtracts the gradient already.

    Does your `history` go down?
    """
    install(ns, lambda slope: -slope)


@misconception("q7")
def tune_returns_the_last_settings(ns):
    """The settings of the end are returned. A round may make it worse, and the best ones were on
    the way.

    In which round of your `history` is the loss lowest?
    """
    install(ns, best=lambda tried, history, found: found)


@misconception("q7")
def tune_returns_the_settings_of_the_round_after(ns):
    """What is returned are the settings after the best round. The loss in `history` is that before
    the step.

    To which settings does `history[3]` belong: those before the step of that round, or after it?
    """

    def best(tried, history, found):
        return [*tried, found][int(np.nanargmin(history)) + 1]

    install(ns, best=best)


@misconception("q7")
def tune_returns_the_first(ns):
    """The settings that came in are returned, or those with the highest loss. The best ones got
    lost.

    Which entry of `history` belongs to the settings that you return?
    """
    install(ns, best=lambda tried, history, found: tried[0])


@misconception("q7", ways=("both", "rates", "scale"))
def tune_returns_logarithms(ns, way):
    """What is returned are logarithms. Rates and a scale are asked for.

    What undoes the `np.log` at the start?
    """

    def unlog(settings):
        rates = settings[:-1] if way != "scale" else np.exp(settings[:-1])
        return np.append(rates, settings[-1] if way != "rates" else np.exp(settings[-1]))

    install(ns, unlog=unlog)


@misconception("q7", ways=("exp in the end", "not at all"))
def tune_starts_without_logarithms(ns, way):
    """It starts from the rates and the scale themselves. `after_training` takes their logarithms.

    Which rate does `after_training` use, if you give it 0.1?
    """
    unlog = np.exp if way == "exp in the end" else lambda one: one
    install(ns, start=lambda one: one, unlog=unlog)


@misconception("q7")
def tune_starts_with_powers(ns):
    """It starts from `np.exp` of the rates and the scale. Their logarithms are asked for.

    What is the logarithm of 0.1, and is it positive?
    """
    install(ns, start=np.exp)


@misconception("q7", ways=("zeros", "ones"))
def tune_starts_elsewhere(ns, way):
    """It does not start from the rates and the scale that are given.

    What should `history[0]` be the loss of?
    """
    size = 0.0 if way == "zeros" else 1.0
    install(ns, start=lambda one: np.full(one.shape, size))


@misconception("q7", ways=("noted", "the best as well"))
def tune_history_after_each_round(ns, way):
    """The losses in `history` are those after each round. Before each round is asked for.

    What should stand at `history[0]`, if nothing has changed yet?
    """

    def best(tried, history, found):
        after = [ns.after_training(one, *asked) for one in [*tried[1:], found]]
        return [*tried[1:], found][int(np.nanargmin(after))]

    asked = []
    ways = {"noted": {}, "the best as well": {"best": best}}
    install(ns, noted=lambda history, end: [*history[1:], end()], asked=asked, **ways[way])


@misconception("q7")
def tune_without_history(ns):
    """The list `history` is empty.

    Where do you come by the loss of each round, and what becomes of it?
    """
    install(ns, noted=lambda history, end: [])


@misconception("q7")
def tune_only_the_lowest_loss(ns):
    """What is returned as `history` is one loss, the lowest. There should be one for each round.

    What would a picture of your history show?
    """
    install(ns, noted=lambda history, end: [min(history)])


@misconception("q7", ways=("rising", "falling"))
def tune_history_sorted(ns, way):
    """The list `history` is sorted. It should tell what came after what.

    Does `sort` make a new list, or change the one that is there?
    """
    install(ns, noted=lambda history, end: sorted(history, reverse=way == "falling"))


@misconception("q7")
def tune_slope_of_the_start(ns):
    """Every round asks for the same settings, those at the start: the optimizer says where it is,
    and nobody listens, or there is no optimizer.

    What are the two arguments with which `adam` calls your gradient?
    """
    install(ns, where=lambda settings, first: first)


@misconception("q7", ways=("rounds", "rounds of adam", "step size of adam", "all of adam"))
def tune_with_its_own_settings(ns, way):
    """It takes rounds or a step size of its own, whatever it is told.

    What do you hand on to `adam`, and what does it take if you do not?
    """
    own = {
        "rounds": lambda rounds, step_size: (60, step_size),
        "rounds of adam": lambda rounds, step_size: (100, step_size),
        "step size of adam": lambda rounds, step_size: (rounds, 0.001),
        "all of adam": lambda rounds, step_size: (100, 0.001),
    }
    install(ns, settings=own[way])


@misconception("q7", ways=("more", "less"))
def tune_rounds_miscounted(ns, way):
    """There is one round too many, or one too few, or one loss more in `history` than there are
    rounds.

    With 60 rounds, how many times is it "before a round"?
    """
    more = 1 if way == "more" else -1
    install(ns, settings=lambda rounds, step_size: (rounds + more, step_size))


@misconception("q7")
def tune_settings_in_one_array(ns):
    """Rates and scale are returned in one array. Three things are asked for.

    How do you take the last entry of an array, and how all others?
    """
    install(ns, result=lambda rates, scale, history: (np.append(rates, scale), history))


@misconception("q7")
def tune_history_first(ns):
    """The history comes first. It is asked for last.

    In which order does the text name what is returned?
    """
    install(ns, result=lambda rates, scale, history: (history, rates, scale))


@misconception("q7")
def tune_scale_first(ns):
    """The scale comes before the rates.

    In which order does the text name what is returned?
    """
    install(ns, result=lambda rates, scale, history: (scale, rates, history))


@misconception("q7", ways=("tune", "grid_search"))
def learning_gives_nothing(ns, way):
    """Nothing is returned, so that None comes out.

    What has your function found, and who gets to know of it?
    """
    setattr(ns, way, lambda *given, **more: None)


@misconception("q7")
def tune_leaves_the_rates(ns):
    """The rates stay as they were, and only the scale changes. All settings should get better.

    How many entries has the array that the optimizer changes?
    """
    install(ns, lambda slope: np.where(np.arange(len(slope)) == len(slope) - 1, slope, 0.0))


@misconception("q7", ways=("in the end", "in each round"))
def tune_one_rate_for_all(ns, way):
    """All rates get the same, the mean. Each step may have a rate of its own.

    Why should the first step be as large as the last?
    """

    def meant(settings):
        return np.append(np.full(len(settings) - 1, np.mean(settings[:-1])), settings[-1])

    if way == "in the end":
        install(ns, unlog=lambda settings: meant(np.exp(settings)))
    else:
        install(ns, meant)
