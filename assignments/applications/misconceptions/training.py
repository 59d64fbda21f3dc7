"""Wrong trainings as functions of their settings: other steps, other losses, other settings."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def install(
    ns,
    begin=lambda scale, direction: scale * direction,
    rate=lambda rates, t: rates[t],
    step=lambda w, rate, slope, scale: w - rate * slope,
    times=len,
    where=lambda w, first: w,
    noted=lambda losses, end: losses,
    result=lambda w, losses: (w, losses),
):
    """train anew: where it begins, which rate a step has, where the gradient is, what is told."""

    def train(rates, scale, direction, loss):
        w, losses = begin(scale, direction), []
        first = w
        for t in range(times(rates)):
            losses.append(loss(w))
            w = step(w, rate(rates, t), ns.ad.grad(loss)(where(w, first)), scale)
        return result(w, noted(losses, lambda: loss(w)))

    ns.train = train


@misconception("q6")
def train_uphill(ns):
    """The step has the wrong sign: it goes uphill.

    Where does the gradient point, and where should the loss go?
    """
    install(ns, step=lambda w, rate, slope, scale: w + rate * slope)


@misconception("q6")
def train_told_after_each_step(ns):
    """The losses are those after each step. Before each step is asked for.

    What should stand at `losses[0]`: the loss of the weights at the start, or a later one?
    """
    install(ns, noted=lambda losses, end: [*losses[1:], end()] if losses else [])


@misconception("q6")
def train_one_loss_too_many(ns):
    """There is one loss more than there are steps: that at the end, too.

    With three steps, how many times is it "before a step"?
    """
    install(ns, noted=lambda losses, end: [*losses, end()])


@misconception("q6")
def train_losses_not_kept(ns):
    """The list of losses is empty.

    Which line of your loop puts something into it?
    """
    install(ns, noted=lambda losses, end: [])


@misconception("q6")
def train_only_the_last_loss(ns):
    """There is one loss only. A list with the loss before each step is asked for.

    Does your list begin anew in each step?
    """
    install(ns, noted=lambda losses, end: losses[-1:])


@misconception("q6")
def train_without_the_scale(ns):
    """The weights at the start are `direction`, and the scale is not used.

    How long are the weights at the start, if the scale is 2?
    """
    install(ns, begin=lambda scale, direction: direction)


@misconception("q6")
def train_begins_with_the_scale(ns):
    """The weights at the start are all alike, or the scale is added to the direction. It is a
    factor.

    For the scale 0.5 and the direction (2, -1), with which weights does it start?
    """
    install(ns, begin=lambda scale, direction: scale + direction)


@misconception("q6")
def train_scales_each_step(ns):
    """The scale stretches the steps as well. It is only about the weights at the start.

    In which line of the formulas does the scale stand?
    """
    install(ns, step=lambda w, rate, slope, scale: w - rate * scale * slope)


@misconception("q6", ways=("first", "last", "mean"))
def train_one_rate_for_all(ns, way):
    """All steps have the same rate. There is one for each step.

    Which rate has the second step?
    """
    rate = {
        "first": lambda rates, t: rates[0],
        "last": lambda rates, t: rates[-1],
        "mean": lambda rates, t: np.mean(rates),
    }
    install(ns, rate=rate[way])


@misconception("q6")
def train_rates_backwards(ns):
    """The rates are taken from the end.

    Which rate has the first step?
    """
    install(ns, rate=lambda rates, t: rates[-1 - t])


@misconception("q6")
def train_rates_are_logarithms(ns):
    """The rates are taken as logarithms. They are plain numbers here; logarithms come in
    `after_training`.

    Where should `np.exp` stand, so that it is done once?
    """
    install(ns, rate=lambda rates, t: np.exp(rates[t]))


@misconception("q6")
def train_slope_of_the_start(ns):
    """The gradient is that at the start, in all steps.

    At which weights is the gradient of the second step?
    """
    install(ns, where=lambda w, first: first)


@misconception("q6")
def train_steps_by_the_loss(ns):
    """The step is made with the loss, and not with its gradient.

    What is the difference between `ad.value_and_grad(loss)(w)` and `loss(w)`?
    """

    def train(rates, scale, direction, loss):
        w, losses = scale * direction, []
        for rate in rates:
            losses.append(loss(w))
            w = w - rate * losses[-1]
        return w, losses

    ns.train = train


@misconception("q6")
def train_one_step_too_few(ns):
    """There is one step too few.

    How often does `for t in range(1, len(rates))` go round?
    """
    install(ns, times=lambda rates: len(rates) - 1)


@misconception("q6", ways=("start", "steps", "all the way"))
def train_changes_the_direction(ns, way):
    """The array `direction` is changed, which belongs to whoever called. Another name for an array
    is no copy.

    After `w = direction` and `w *= scale`, what is `direction`?
    """

    def train(rates, scale, direction, loss):
        w, losses = direction, []
        if way == "steps":
            w[:] = scale * direction
        else:
            w *= scale
        for rate in rates:
            value, slope = ns.ad.value_and_grad(loss)(w)
            losses.append(value)
            if way == "start":
                w = w - rate * slope
            elif way == "steps":
                w[:] = w - rate * slope
            else:
                w -= rate * slope
        return w, losses

    ns.train = train


@misconception("q6")
def train_writes_into_the_weights(ns):
    """The steps are written into the array of the weights. With plain numbers that is right, but a
    traced array stays as it is.

    What is the difference between `w[:] = w - step` and `w = w - step`?
    """

    def train(rates, scale, direction, loss):
        w, losses = scale * direction, []
        for rate in rates:
            value, slope = ns.ad.value_and_grad(loss)(w)
            losses.append(value)
            w[:] = w - rate * slope
        return w, losses

    ns.train = train


@misconception("q6")
def train_results_exchanged(ns):
    """The losses come first, and the weights second.

    Which of the two does the text name first?
    """
    install(ns, result=lambda w, losses: (losses, w))


@misconception("q6")
def train_stays_at_the_start(ns):
    """The weights are those of the start. What a step gives is not kept.

    After `w - rate * slope` on a line of its own, what is `w`?
    """
    install(ns, step=lambda w, rate, slope, scale: w)


@misconception("q6", ways=("train", "after_training"))
def training_gives_nothing(ns, way):
    """Nothing is returned, so that None comes out.

    What comes out of a function without `return`?
    """
    setattr(ns, way, lambda *given: None)


def settled(ns, told=lambda loss, w, losses: loss(w), exp=np.exp, split=None):
    """after_training anew: what is told of a training, and what the settings mean."""

    def after_training(settings, direction, loss):
        rates, scale = split(settings) if split else (exp(settings[:-1]), exp(settings[-1]))
        w, losses = ns.train(rates, scale, direction, loss)
        return told(loss, w, losses)

    ns.after_training = after_training


@misconception("q6", ways=("both", "rates", "scale"))
def after_training_without_exp(ns, way):
    """The settings are taken as they are. They are logarithms, and `np.exp` is missing.

    Which rate is meant by the setting -1?
    """
    if way == "both":
        settled(ns, exp=lambda one: one)
    elif way == "rates":
        settled(ns, split=lambda s: (s[:-1], np.exp(s[-1])))
    else:
        settled(ns, split=lambda s: (np.exp(s[:-1]), s[-1]))


@misconception("q6", ways=("10", "2"))
def after_training_other_logarithms(ns, way):
    """The settings are taken as logarithms to the base 10, or 2. They are natural ones.

    Which function undoes `np.log`?
    """
    settled(ns, exp=lambda one: float(way) ** one)


@misconception("q6", ways=("once more", "log"))
def after_training_wrong_way_of_exp(ns, way):
    """The logarithm is taken of what is a logarithm already, or `np.exp` twice.

    Are the settings rates, or logarithms of rates, when they come in?
    """
    settled(ns, exp=np.log if way == "log" else lambda one: np.exp(np.exp(one)))


@misconception("q6")
def after_training_before_the_last_step(ns):
    """It is the last loss in the list: the one before the last step.

    Which of your names has the weights after the last step, and what is the loss there?
    """
    settled(ns, lambda loss, w, losses: losses[-1])


@misconception("q6", ways=("sum", "mean"))
def after_training_of_all_losses(ns, way):
    """All losses on the way are added up. Only the one at the very end is asked for.

    Does it matter how the training got there?
    """
    if way == "sum":
        settled(ns, lambda loss, w, losses: sum(losses))
    else:
        settled(ns, lambda loss, w, losses: sum(losses) / len(losses))


@misconception("q6")
def after_training_of_the_start(ns):
    """It is the loss at the start, before any step.

    Which of the weights that `train` knows are those after the training?
    """
    settled(ns, lambda loss, w, losses: losses[0] if losses else loss(w))


@misconception("q6")
def after_training_scale_first(ns):
    """The first of the settings is taken as the scale. It is the last one.

    What is `settings[-1]`, and what is `settings[:-1]`?
    """
    settled(ns, split=lambda s: (np.exp(s[1:]), np.exp(s[0])))


@misconception("q6")
def after_training_scale_is_a_rate(ns):
    """The scale is used as a rate, too: there is one step too many.

    If there are five settings, how many steps are there?
    """
    settled(ns, split=lambda s: (np.exp(s), np.exp(s[-1])))


@misconception("q6")
def after_training_gives_more(ns):
    """More than the loss is returned: the weights, the losses or a gradient as well. It is to be
    differentiated, so that it has to be one number.

    What should `ad.grad(after_training)` be the gradient of?
    """
    settled(ns, lambda loss, w, losses: (w, loss(w)))


@misconception("q6")
def after_training_gives_weights(ns):
    """The weights are returned, and not their loss.

    How good are these weights, in one number?
    """
    settled(ns, lambda loss, w, losses: w)
