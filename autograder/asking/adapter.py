"""How an engine is used, declared in a few short texts: what one assignment calls its parts.

The texts are checked when an adapter is made, so that a mistake in one is not taken for one of the
submission's.
"""

from __future__ import annotations

import ast
import builtins
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from autograder.language import say, template

#: What the texts may speak of besides ``ns``, ``np`` and ``math``.
NAMES = {
    "make": ("n",),
    "read": ("t",),
    "differentiate": ("f", "xs", "y", "g"),
    "gradient": ("x", "i", "d"),
    "rule": ("o",),
    "wrap": ("own", "tell", "o"),
    "send": ("o", "node", "g", "x", "k"),
    "node": ("t",),
    "is_value": ("t",),
    "message": ("n",),
    "scaled": ("c", "t"),
    "constant": ("n",),
    "reset": ("x",),
}

#: Texts that may be empty.
OPTIONAL = ("rule", "wrap", "send", "message", "scaled", "constant", "reset")


@dataclass(frozen=True)
class Adapter:
    """How an engine is used, in short texts: the names that one assignment has for it.

    Each text is a Python expression of ``ns``, the submission's names, of ``np``, ``math``, and of
    what is said here.

    Parameters
    ----------
    make : str
        A value of the engine, made of the array or number ``n``.
    read : str
        The array or number in the value ``t``.
    differentiate : str
        What finds the derivatives. ``f`` is the program as a function, ``xs`` the list of its made
        inputs, ``y`` the program's value at them, and ``g`` what comes in there. A text without
        ``g`` is of an engine that differentiates single numbers only.
    gradient : str
        The derivative by ``x``, the made input number ``i``; ``d`` is what `differentiate` gave.
    operations : mapping
        The operation of a program to what stands for it in the submission: a class, or a function.
        This text may also use the submission's names as they are. The other texts call it ``o``.
    rule : str
        Where the rule of ``o`` is kept: a pair of a class and an attribute's name, or of a
        dictionary and a key.
    wrap : str
        What is put in place of the rule ``own``. It calls ``tell(send, g, node)``, where ``send()``
        gives what is sent, ``g`` came in, and ``node`` says for which value; a rule of one operand
        adds its number.
    send : str
        What the rule alone sends to each operand: ``node`` is the result, ``x`` the list of made
        operands, ``k`` the keywords, ``g`` comes in.
    node : str
        Of a value ``t`` of a program, what its rule is given as ``node``.
    is_value : str
        Whether ``t`` is a value of the engine.
    message : str
        What comes in at a result and is sent by rules, made of ``n``; if empty, as an input is.
    scaled : str
        What a rule sends, ``t``, times the number ``c``; if empty, a `message` of the product of
        what is read. It is needed where what is sent may be watched.
    value_name : str
        What such a value is called, for sentences.
    constant : str
        An array without a gradient, made of ``n``; empty where programs have none.
    reset : str
        What is done to a value ``x`` before derivatives are found once more, if that is needed.
    rule_name, compute_name : str
        What the rule and the operation are called, in sentences, for a class or function ``{}``.
    incoming_name : str
        What a rule calls what comes in, in sentences.
    inner : bool
        Whether `gradient` reads the values between inputs and output, too.
    conjugate : bool
        Whether gradients by complex inputs are the conjugates of adlearn's.
    using : tuple of callable
        Functions that the texts may call by their names, besides what they may speak of: what would
        be too long for an expression. Their own text crosses; they use ``np`` and their parameters.

    Raises
    ------
    ValueError
        If a text is no expression of these names, or ``wrap`` is given without ``rule``.
    """

    make: str
    read: str
    differentiate: str
    gradient: str
    operations: Mapping[str, str] = field(default_factory=dict)
    rule: str = ""
    wrap: str = ""
    send: str = ""
    node: str = "t"
    is_value: str = "True"
    message: str = ""
    scaled: str = ""
    value_name: str = template("an array")
    constant: str = ""
    reset: str = ""
    rule_name: str = template("the rule of {}")
    compute_name: str = "{}"
    incoming_name: str = "g"
    inner: bool = False
    conjugate: bool = False
    using: tuple[Callable[..., Any], ...] = ()

    def __post_init__(self) -> None:
        """Check every text."""
        for key, known in NAMES.items():
            text = getattr(self, key)
            if not text and key in OPTIONAL:
                continue
            used = {function.__name__ for function in self.using}
            unknown = _names(key, text) - {"ns", "np", "math", *known, *used}
            if unknown:
                raise ValueError(
                    f"the adapter's `{key}` is {text!r}, which speaks of {min(unknown)!r}; it may "
                    f"speak of {', '.join(known)}, ns, np, and math."
                )
        for name, text in self.operations.items():
            _names(f"operations[{name!r}]", text or "None")
        if self.wrap and not self.rule:
            raise ValueError("an adapter with `wrap` needs `rule`: where the rule of `o` is kept.")

    def needed(self, key: str, why: str) -> str:
        """Give an optional text that is needed now.

        Raises
        ------
        ValueError
            If it is empty.
        """
        text: str = getattr(self, key)
        if not text:
            raise ValueError(f"the adapter of this engine has no `{key}`, which is needed {why}.")
        return text

    def operation(self, name: str) -> str:
        """Give what stands for an operation in the submission.

        Raises
        ------
        ValueError
            If the adapter does not say.
        """
        text = self.operations.get(name, "")
        if not text:
            raise ValueError(
                f"the adapter's `operations` do not say what stands for {name!r} in the "
                "submission, which is needed to ask for its rule: give the Operation a `rule`."
            )
        return text

    @cached_property
    def any_shape(self) -> bool:
        """Whether results of any shape are differentiated, by what comes in there."""
        nodes = ast.walk(ast.parse(self.differentiate))
        return any(isinstance(node, ast.Name) and node.id == "g" for node in nodes)

    @property
    def message_name(self) -> str:
        """What a derivative is called, for sentences: plain arrays where messages are."""
        plain = self.message and self.message != self.make
        return say("an array") if plain else say(self.value_name)

    def texts(self) -> dict[str, Any]:
        """Give the texts as they cross."""
        names = ("make", "read", "differentiate", "gradient", "rule", "wrap", "send", "node")
        rest = ("is_value", "constant", "reset", "inner")
        told = {name: getattr(self, name) for name in (*names, *rest)}
        used = "\n\n".join(map(inspect.getsource, self.using))
        more = {"message": self.message or self.make, "scaled": self.scaled, "using": used}
        return {**told, **more}


def _names(key: str, text: str) -> set[str]:
    """Give the names that a text speaks of and does not make itself."""
    try:
        nodes = list(ast.walk(ast.parse(text, mode="eval")))
    except SyntaxError as error:
        raise ValueError(f"the adapter's `{key}` is no expression: {text!r}.") from error
    made = {node.arg for node in nodes if isinstance(node, ast.arg)}
    names = [node for node in nodes if isinstance(node, ast.Name)]
    made |= {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return {node.id for node in names} - made - set(dir(builtins))
