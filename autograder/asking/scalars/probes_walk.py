"""Probes that watch a submission differentiate one expression, value by value.

Like those in `autograder.asking.scalars.probes` they cross as text, use only ``ns``, ``np``,
``math`` and their parameters, and return plain data. They leave the submission's classes as
they found them.
"""

from autograder.asking.scalars.probes import computed


def watch_values(ns, code, inputs):
    """Value of every input and step of an expression, by name."""
    scope = computed(ns, code, inputs)
    kept = [name for name, thing in scope.items() if isinstance(thing, ns.AutogradValue)]
    return {name: scope[name].value for name in kept}


def watch_backward(ns, code, inputs, output):
    """Every `backward_pass` in the order it was called, and the gradients in the end.

    A call is told as [name, its gradient then, [[parent, gradient before, after], ...]]; a value
    that is not part of the expression has the name None.
    """
    scope = computed(ns, code, inputs)
    kept = {n: thing for n, thing in scope.items() if isinstance(thing, ns.AutogradValue)}
    names = {id(thing): name for name, thing in kept.items()}
    calls = []  # type: list
    own = ns.AutogradValue.backward_pass

    def watched(self):
        distinct = {id(p): p for p in self.parents if isinstance(p, ns.AutogradValue)}
        parents = list(distinct.values())
        had, before = self.grad, [parent.grad for parent in parents]
        result = own(self)
        if len(calls) < 500:
            told = [
                [names.get(id(parent)), before[position], parent.grad]
                for position, parent in enumerate(parents)
            ]
            calls.append([names.get(id(self)), had, told])
        return result

    ns.AutogradValue.backward_pass = watched
    try:
        scope[output].backward()
    finally:
        ns.AutogradValue.backward_pass = own
    return [calls, {name: thing.grad for name, thing in kept.items()}]
