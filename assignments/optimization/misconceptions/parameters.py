"""Wrong lists of parameters: what is not looked into, what is listed twice, what is no parameter."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def walk(ns, thing, inside, depth=0):
    """All variables in a thing; inside(thing, depth) gives what to look into."""
    if isinstance(thing, ns.Variable):
        return [thing]
    return [found for one in inside(thing, depth) for found in walk(ns, one, inside, depth + 1)]


def once(found):
    """Each of them once."""
    return list({id(one): one for one in found}.values())


def install(ns, inside, after=once):
    """Collect parameters of all that `inside` looks into."""
    ns.Module.collect_parameters = lambda self: after(walk(ns, self, inside))


def everything(ns):
    """What is right to look into."""

    def inside(thing, depth):
        if isinstance(thing, ns.Module):
            return list(vars(thing).values())
        return thing if isinstance(thing, list) else []

    return inside


@misconception("q3")
def parameters_without_lists(ns):
    """Lists among the attributes are not looked into.

    Where are the parameters of a network that keeps its layers in `self.layers = [...]`?
    """
    install(
        ns,
        lambda thing, depth: list(vars(thing).values()) if isinstance(thing, ns.Module) else [],
    )


@misconception("q3", ways=("lists of variables are", "nor lists"))
def parameters_without_modules(ns, way):
    """Only the module's own variables are listed. Its modules have parameters, too.

    Which parameters has a perceptron whose one attribute is a layer?
    """

    def inside(thing, depth):
        if depth == 0:
            return list(vars(thing).values())
        return thing if isinstance(thing, list) and way == "lists of variables are" else []

    install(ns, inside)


@misconception("q3", ways=("with lists", "without lists"))
def parameters_one_level_deep(ns, way):
    """Modules are looked into, and the modules in these are not.

    If a part of your module has parts of its own, who lists their parameters?
    """

    def of(module, deeper):
        found = []
        for value in vars(module).values():
            values = value if isinstance(value, list) and way == "with lists" else [value]
            for one in values:
                if isinstance(one, ns.Variable):
                    found.append(one)
                elif isinstance(one, ns.Module) and deeper:
                    found += of(one, False)
        return found

    ns.Module.collect_parameters = lambda self: once(of(self, True))


@misconception("q3", ways=("no modules", "no lists", "neither"))
def parameters_of_lists_half_looked_into(ns, way):
    """Lists are looked into for variables alone. There may be modules in a list, or lists.

    What would your function do with `[[a, layer], [b]]`?
    """

    def inside(thing, depth):
        if isinstance(thing, ns.Module):
            return list(vars(thing).values())
        if not isinstance(thing, list):
            return []
        left_out = {"no modules": ns.Module, "no lists": list, "neither": (ns.Module, list)}[way]
        return [one for one in thing if not isinstance(one, left_out)]

    install(ns, inside)


@misconception("q3", ways=("all", "each module its own", "modules once"))
def parameters_listed_twice(ns, way):
    """A parameter that stands in two places is listed twice. An optimizer would move it twice in
    each step.

    How do you know that you have met a variable before?
    """
    inside = everything(ns)
    if way == "all":
        install(ns, inside, list)
        return

    def each(self):
        own, others = [], []
        for value in vars(self).values():
            found = walk(ns, value, lambda thing, depth: thing if type(thing) is list else [])
            own += found
            values = value if isinstance(value, list) else [value]
            others += [one for one in values if isinstance(one, ns.Module)]
        deeper = [found for one in others for found in each(one)]
        return once(own) + deeper

    def modules_once(thing, seen):
        if isinstance(thing, ns.Variable):
            return [thing]
        if id(thing) in seen:
            return []
        seen.add(id(thing))
        return [found for one in inside(thing, 0) for found in modules_once(one, seen)]

    if way == "modules once":
        ns.Module.collect_parameters = lambda self: modules_once(self, set())
    else:
        ns.Module.collect_parameters = each


@misconception("q3")
def parameters_alike_taken_for_one(ns):
    """Two variables whose values are equal are taken for one. They may differ after the first step.

    Two layers begin with the bias 0: is that one parameter, or two?
    """

    def after(found):
        kept = []
        for one in found:
            if not any(np.array_equal(one.value, other.value) for other in kept):
                kept.append(one)
        return kept

    install(ns, everything(ns), after)


@misconception("q3", ways=("a list", "of attributes"))
def parameters_first_alone(ns, way):
    """Only the first parameter is listed: the function ends there.

    What does a `return` inside a loop do?
    """
    if way == "a list":
        install(ns, everything(ns), lambda found: found[:1])
        return

    def collect_parameters(self):
        for value in vars(self).values():
            if isinstance(value, ns.Variable):
                return [value]
            if isinstance(value, ns.Module):
                return value.collect_parameters()
        return []

    ns.Module.collect_parameters = collect_parameters


@misconception("q3")
def parameters_as_values(ns):
    """What is listed are the values. An optimizer needs the variables: their gradients, and a place
    to put new values.

    What could an optimizer change if it had the numbers alone?
    """
    install(ns, everything(ns), lambda found: [one.value for one in once(found)])


@misconception("q3")
def parameters_as_names(ns):
    """What is listed are the names of the attributes.

    What does `vars(self).values()` give, and what do you get without `.values()`?
    """
    ns.Module.collect_parameters = lambda self: [
        name for name, value in vars(self).items() if isinstance(value, ns.Variable)
    ]


@misconception("q3", ways=("as they are", "of modules, too", "all but modules and lists"))
def parameters_everything_there_is(ns, way):
    """All attributes are listed, also numbers and texts. Parameters are variables.

    What has a variable that the number 2.0 has not?
    """
    inside = everything(ns)

    def of(thing):
        found = []
        for one in inside(thing, 0):
            holds = isinstance(one, (ns.Module, list))
            found += of(one) if holds and way != "as they are" else [one]
        return found

    if way == "of modules, too":

        def collect(self):
            found = []
            for one in vars(self).values():
                found += of(one) if isinstance(one, ns.Module) else [one]
            return found

        ns.Module.collect_parameters = collect
    else:
        ns.Module.collect_parameters = lambda self: once(of(self))


@misconception("q3")
def parameters_lists_in_the_list(ns):
    """The lists of the parts stand as they are in the list of the whole. It should hold variables
    alone.

    What is the difference between `append` and `extend`?
    """

    def of(thing):
        found = []
        for one in everything(ns)(thing, 0):
            if isinstance(one, ns.Variable):
                found.append(one)
            elif isinstance(one, (ns.Module, list)):
                found.append(of(one))
        return found

    ns.Module.collect_parameters = of


@misconception("q3")
def parameters_remembered(ns):
    """What was found the first time is kept, and given ever after. A module may get a parameter
    later.

    If somebody adds a layer, what should the next call list?
    """
    right = ns.Module.collect_parameters

    def collect_parameters(self):
        if "_found" not in vars(self):
            self._found = right(self)
        return self._found

    ns.Module.collect_parameters = collect_parameters


@misconception("q3")
def parameters_return_nothing(ns):
    """Nothing is returned.

    What does the optimizer wait for, and where is the `return`?
    """
    ns.Module.collect_parameters = lambda self: None
