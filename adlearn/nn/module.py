"""A module is an object whose attributes are its parameters.

Nothing is registered. Whatever training may change is found where it is kept: in attributes, in
lists, tuples and dictionaries of them, and in other modules, by a walk that visits each thing once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from adlearn.errors import NotANumber, NotAssignable, WrongShape
from adlearn.nn.copying import below, reduce_ex, shallow
from adlearn.optim.parameters import (
    assign,
    copied,
    forget_gradient,
    is_array_of_nodes,
    plain,
    value,
)
from adlearn.scalars.node import AutogradValue
from adlearn.tensors.node import Tensor


class Module:
    """A part of a model: something with parameters, and with a `forward` that uses them.

    A subclass sets its parameters as attributes, in `__init__` or later, and defines `forward`.
    Parameters are tensors (`adlearn.tensor`), nodes of numbers (`adlearn.AutogradValue`) and arrays
    of these (`adlearn.wrap_array`); other attributes are left alone.

    Examples
    --------
    >>> import adlearn as ad
    >>> class Parabola(Module):
    ...     def __init__(self, at):
    ...         self.x = ad.tensor(at)
    ...     def forward(self):
    ...         return (self.x - 2.0) ** 2
    >>> model = Parabola(3.0)
    >>> model.named_parameters()
    [('x', tensor(3.))]
    >>> model().backward()
    >>> float(model.x.grad)
    2.0
    """

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """Compute the output. A subclass says how."""
        raise NotImplementedError(
            f"{type(self).__name__} has no forward(). Define forward(self, x) and return the "
            "output; calling the module calls it."
        )

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.forward(*args, **kwargs)

    def named_parameters(self) -> list[tuple[str, Any]]:
        """List what training may change, each once, with the attributes that lead to it.

        Returns
        -------
        list of (str, parameter)
            In the order in which attributes were set. A name has a dot for each step, such as
            ``"layers.0.weight"``.
        """
        return [(place.name, place.found) for place in first_places(self)]

    def parameters(self) -> list[Any]:
        """List what training may change, each once."""
        return [place.found for place in first_places(self)]

    def named_modules(self) -> list[tuple[str, Module]]:
        """List this module, by an empty name, and those in it, each once."""
        inside = (place for place in walk(self) if isinstance(place.found, Module))
        places = [place for place in inside if place.found is not self]
        return [("", self), *((place.name, place.found) for place in first(places))]

    def zero_grad(self) -> None:
        """Forget the gradients of all parameters. Call it before each `backward()`: gradients are
        added to what is there."""
        for parameter in self.parameters():
            forget_gradient(parameter)

    def state_dict(self) -> dict[str, np.ndarray]:
        """Give the values of all parameters by name, as copies. ``np.savez(file, **state)`` keeps
        them."""
        return {name: np.array(value(found)) for name, found in by_name(self).items()}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Set the values of all parameters.

        Parameters
        ----------
        state : mapping of str to array_like
            As `state_dict` gives it; what `np.load` gives will do.

        Raises
        ------
        WrongShape, NotANumber
            If names are missing or unknown, or a value does not fit. No parameter is changed then.
        """
        own = by_name(self)
        missing, unknown = own.keys() - state.keys(), state.keys() - own.keys()
        if missing or unknown:
            raise WrongShape(
                f"the state is not that of this module: it lacks {listed(missing)}, and has "
                f"{listed(unknown)} besides."
            )
        values = {name: fitting(name, found, state[name]) for name, found in own.items()}
        for name, found in own.items():
            assign(found, values[name])

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        """Copy the parameters, too: training the copy leaves this module as it is."""
        inside = below(self, copies_as_modules_do, vars)
        return copied(inside, list(filter(is_parameter, self.parameters())), memo)

    def __copy__(self) -> Any:
        """Give another module that has the same parameters."""
        return shallow(self)

    __reduce_ex__ = reduce_ex

    def __repr__(self) -> str:
        """Show the modules inside, a line for each, and the shapes of own parameters."""
        lines = [f"{type(self).__name__}({own_shapes(self)})"]
        for name, module in self.named_modules()[1:]:
            lines.append(f"  {name}: {type(module).__name__}({own_shapes(module)})")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a module keeps something: `found` is `owner.key`, or `owner[key]`."""

    name: str
    owner: Any
    key: Any
    found: Any


#: Where a functional call has put something in the place of a parameter: a penalty that asks
#: `parameters()` gets that.
REPLACED: set[tuple[int, Any]] = set()


def walk(module: Module) -> Iterator[Place]:
    """Go to all parameters and modules below a module, in the order of attributes.

    A thing that stands in several places is met in each, and gone into once.
    """
    gone_into = {id(module)}
    waiting = [places_in("", module)]
    while waiting:
        place = next(waiting[-1], None)
        if place is None:
            waiting.pop()
        elif is_parameter(place.found) or (id(place.owner), place.key) in REPLACED:
            yield place
        elif isinstance(place.found, (Module, list, tuple, dict)):
            if isinstance(place.found, Module):
                yield place
            if id(place.found) not in gone_into:
                gone_into.add(id(place.found))
                waiting.append(places_in(f"{place.name}.", place.found))


def places_in(before: str, owner: Any) -> Iterator[Place]:
    """Give what is directly in a module, a list, a tuple or a dictionary."""
    if isinstance(owner, Module):
        pairs: Any = list(vars(owner).items())
    else:
        pairs = list(owner.items() if isinstance(owner, dict) else enumerate(owner))
    return (Place(f"{before}{key}", owner, key, found) for key, found in pairs)


def copies_as_modules_do(thing: Any) -> bool:
    return getattr(type(thing), "__deepcopy__", None) is Module.__deepcopy__


def is_parameter(thing: Any) -> bool:
    """Say whether something is what training may change: it was made, not computed, and is no
    constant."""
    if isinstance(thing, Tensor):
        return thing._level == 0 and thing._args is None
    if hasattr(thing, "__parameter__"):  # of another engine's face
        return is_parameter(thing.__parameter__)
    if isinstance(thing, AutogradValue):
        return not any(isinstance(parent, AutogradValue) for parent in thing.parents)
    return is_array_of_nodes(thing) and all(map(is_parameter, thing.flat))


def first(places: list[Place]) -> list[Place]:
    """Give each thing once, where it was met first."""
    found: dict[int, Place] = {}
    for place in places:
        found.setdefault(id(place.found), place)
    return list(found.values())


def first_places(module: Module) -> list[Place]:
    """Give the parameters of a module, each once."""
    return first([place for place in walk(module) if not isinstance(place.found, Module)])


def by_name(module: Module) -> dict[str, Any]:
    """Give the parameters of a module by their names, which have to differ."""
    found: dict[str, Any] = {}
    for name, parameter in module.named_parameters():
        if name in found:
            raise WrongShape(
                f"two parameters of {type(module).__name__} are called {name}. Keys of dictionaries"
                " become parts of names: use strings without dots."
            )
        found[name] = parameter
    return found


def fitting(name: str, found: Any, new: Any) -> np.ndarray:
    """Give a new value the precision of a parameter, as an array of its own."""
    new, kind = plain(new), value(found).dtype
    fits(name, found, new)
    if not np.can_cast(new.dtype, kind, "same_kind"):
        raise NotANumber(
            f"{name} holds numbers of kind {kind}, and its new value is of kind {new.dtype}. "
            "Convert it first, with .astype(float)."
        )
    return np.array(new, dtype=kind)


def fits(name: str, found: Any, new: Any) -> None:
    """Refuse a value of another shape than a parameter has."""
    if np.shape(new) != np.shape(found):
        raise WrongShape(
            f"{name} has shape {np.shape(found)}, and its new value has shape {np.shape(new)}."
        )


def listed(names: Any) -> str:
    return ", ".join(sorted(names)) or "nothing"


def own_shapes(module: Module) -> str:
    own = [place for place in places_in("", module) if is_parameter(place.found)]
    return ", ".join(f"{place.name}: {np.shape(place.found)}" for place in own)


def functional_call(
    module: Module, parameters: Mapping[str, Any], *args: Any, **kwargs: Any
) -> Any:
    """Call a module with other parameters than its own, which stay as they are.

    That makes a module a function of its parameters, for `adlearn.grad`, `adlearn.jvp` and the
    rest. While it runs, the module's attributes are the others, so one module is called by one
    thread at a time.

    Parameters
    ----------
    module : Module
    parameters : mapping of str to array_like or traced value
        By the names of `named_parameters`; those that are not there stay the module's own.
    *args, **kwargs
        For the module.

    Raises
    ------
    WrongShape
        If a name is unknown or a value does not fit.
    NotAssignable
        If a parameter stands in a tuple.

    Examples
    --------
    >>> import adlearn as ad
    >>> from adlearn.nn import Linear, functional_call
    >>> line = Linear(2, 1, seed=0)
    >>> X = np.array([[1.0, 2.0], [3.0, 4.0]])
    >>> def total(parameters):
    ...     return np.sum(functional_call(line, parameters, X))
    >>> gradient = ad.grad(total)(line.state_dict())
    >>> gradient["weight"], gradient["bias"]
    (array([[4., 6.]]), array([2.]))
    """
    names = by_name(module)
    unknown = parameters.keys() - names.keys()
    if unknown:
        raise WrongShape(
            f"{type(module).__name__} has no parameter {listed(unknown)}. It has {listed(names)}."
        )
    for name, new in parameters.items():
        fits(name, names[name], new)
    instead = {id(names[name]): new for name, new in parameters.items()}
    with contextlib.ExitStack() as back:
        for place in [one for one in walk(module) if id(one.found) in instead]:
            put(place, instead[id(place.found)])
            back.callback(put, place, place.found)
            where = id(place.owner), place.key
            if where not in REPLACED:  # by a call around this one
                REPLACED.add(where)
                back.callback(REPLACED.remove, where)
        return module(*args, **kwargs)


def put(place: Place, new: Any) -> None:
    """Put something where a module keeps something else."""
    if isinstance(place.owner, tuple):
        raise NotAssignable(
            f"{place.name} stands in a tuple, where nothing can take its place. Keep parameters "
            "in a list."
        )
    if isinstance(place.owner, Module):
        setattr(place.owner, place.key, new)
    else:
        place.owner[place.key] = new
