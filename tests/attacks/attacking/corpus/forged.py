"""Answers in the agreed form that no honest worker would give, written in the worker's place."""

from __future__ import annotations

from attacking.attack import HASTY, Attack, cheating

#: Puts something else in the place of every value, or of every answer, once the cells have run.
_FORGES = """
wire = sys.modules["_worker.session"].wire
plainly = wire.pack
def forged(message):
    if message.get("ok") and message.get("value") not in ([], None):
        message = dict(message)
        {way}
    return plainly(message)
wire.pack = forged
"""
_ADDS = {
    "q1-mul-answer": """
    class _mul(AutogradValue):
        def func(self, a, b):
            return a + b
        def grads(self, a, b):
            return 1.0, 1.0
    """
}


def _forges(name: str, way: str) -> Attack:
    cell = _FORGES.format(way=way)
    return cheating(name, cell, answers=_ADDS, limits=HASTY, checks=("test_mul",))


def _value(what: str, text: str) -> Attack:
    way = f'message["value"] = {text}'
    return _forges(f"gives {what}", way)


def _error(what: str, **changed: object) -> Attack:
    record: dict[str, object] = {
        **dict.fromkeys(("cell", "line", "source", "defines")),
        **{"type": "E", "kinds": [], "message": "x", "trace": []},
        **changed,
    }
    way = f'message = {{"id": message["id"], "ok": False, "error": {record!r}}}'
    return _forges(f"fails {what}", way)


_VALUES = {
    "lists 900 deep": '__import__("json").loads("[" * 900 + "]" * 900)',
    "lists 60 deep": '__import__("json").loads("[" * 60 + "]" * 60)',
    "sixty thousand empty lists": "[[]] * 60_000",
    "fifty thousand handles": '[{"h": n} for n in range(50_000)]',
    "a handle below zero": '{"h": -1, "type": "float", "repr": "6.0"}',
    "a handle beyond all numbers": '{"h": 10**30, "type": "float", "repr": "6.0"}',
    "an array of more dimensions than there are": '{"a": "float64", "shape": [1] * 99, "x": ""}',
    "an array larger than memory": '{"a": "float64", "shape": [2**40], "x": "00" * 8}',
    "an array of no size, and of many": '{"a": "float64", "shape": [0, 2**62, 2**62], "x": ""}',
    "an array of an unknown kind": '{"a": "O", "shape": [1], "x": "00" * 8}',
    "objects in a shape they do not have": '{"o": [1, 2, 3], "shape": [2, 2]}',
    "an integer of 16 thousand bits": '{"i": hex(1 << 16_000)}',
    "integers just below what is exact": '{"t": [2**53, -(2**53)]}',
    "a function": '{"fn": "def f(x): return 6.0"}',
    "a table of itself": '{"d": [["a", {"d": [["a", 1], ["a", 2]]}]] * 100}',
    "text with marks in it": r'"\u202e<b>\ud800" * 9000',
    "not a number, in every place": '{"t": [{"f": "nan"}, {"t": [{"f": "nan"}, {"f": "nan"}]}]}',
    "infinity, in every place": '{"t": [{"f": "inf"}, {"t": [{"f": "-inf"}, {"f": "inf"}]}]}',
    "huge numbers in every place": '{"t": [1e308, {"t": [1e308, -1e308]}]}',
    "400 digits in every place": '{"t": [{"i": hex(10**400)}, {"t": [{"i": hex(10**400)}] * 2}]}',
    "nothing in every place": '{"t": [None, {"t": []}]}',
    "truth in every place": "True",
}

ATTACKS = [
    *[_value(what, text) for what, text in _VALUES.items()],
    _error("as if its time were over", type="TimeLimit"),
    _error("as if memory had run out", type="MemoryError", kinds=["MemoryError"]),
    _error("as if it had been asked wrongly", type="bad-request"),
    _error("as if its answer were too large", type="too-large"),
    _error("in a line of another answer", cell="q5-answer", line=9_999_999, source="x" * 200),
    _error("in a cell that is not there", cell="</script><b>", line=1, trace=[["x", 1, "f"]] * 5),
    _error("by the kinds of our own errors", kinds=["CheckFailure", "Inconclusive", "SystemExit"]),
    _error("as an assertion that holds", type="AssertionError", kinds=["AssertionError"]),
    _error("as something that is not written", type="NotImplementedError", message=""),
]
