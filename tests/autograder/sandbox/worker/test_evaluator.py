"""The evaluator answers about a namespace, in a worker and in a notebook alike."""

import sys
import threading

import numpy as np
import pytest

from autograder.sandbox.worker import errors, values
from autograder.sandbox.worker.evaluator import Evaluator
from autograder.sandbox.worker.limits import TimeLimit
from autograder.sandbox.worker.values import Handle

NOTEBOOK = """
import numpy as np

class Node:
    def __init__(self, value, *parents):
        self.value = value
        self.parents = list(parents)
        self.grad = 0.0
    def __add__(self, other):
        return Node(self.value + other.value, self, other)
    def __getitem__(self, key):
        return self.parents[key]
    def __repr__(self):
        return f"Node({self.value}, {self.parents})"

def apply(f, x, times=1):
    for _ in range(times):
        x = f(x)
    return x

def stub():
    raise NotImplementedError()

a = Node(2.0)
"""


class Notebook:
    """Asks an evaluator and gives decoded answers."""

    def __init__(self, **options):
        self.namespace = {"__name__": "__main__"}
        self.evaluator = Evaluator(self.namespace, **options)
        self.ask("cell", name="setup", source=NOTEBOOK)

    def reply(self, op, **fields):
        return self.evaluator.handle({"op": op, **fields})

    def ask(self, op, **fields):
        reply = self.reply(op, **fields)
        assert reply["ok"], reply
        return values.decode(reply.get("value"))

    def error(self, op, **fields):
        reply = self.reply(op, **fields)
        assert not reply["ok"], reply
        return reply["error"]

    def run(self, source, *arguments):
        return self.ask("run", source=source, args=[values.encode(x) for x in arguments])


@pytest.fixture
def notebook():
    return Notebook()


def handle(value):
    return {"h": value.number}


def test_an_object_is_a_handle_that_can_be_asked_further(notebook):
    a = notebook.ask("get", path="a")
    assert (a.type, a.repr) == ("Node", "Node(2.0, [])")
    assert notebook.ask("attr", of=handle(a), name="value") == 2.0
    notebook.ask("setattr", of=handle(a), name="grad", value={"s": "float32", "x": "0000c03f"})
    assert notebook.namespace["a"].grad == np.float32(1.5)
    total = notebook.ask("operator", name="add", args=[handle(a), handle(a)])
    assert notebook.ask("attr", of=handle(total), name="parents") == [a, a]
    assert notebook.ask("item", of=handle(total), key=1) == a
    assert notebook.ask("get", path="a.value") == 2.0


def test_the_same_object_has_the_same_handle(notebook):
    first, second = notebook.ask("get", path="a"), notebook.ask("get", path="a")
    assert first == second


def test_calls_take_positional_and_named_arguments_and_functions_as_text(notebook):
    apply = notebook.ask("get", path="apply")
    twice = {"fn": "def f(x):\n    return 2 * x"}
    arguments = {"args": [twice, 1.5], "kwargs": {"times": 3}}
    assert notebook.ask("call", function=handle(apply), **arguments) == 12.0


def test_a_function_as_text_sees_numpy_math_and_the_notebook(notebook):
    source = "def f(x):\n    return ns.a.value + float(np.sqrt(x)) + math.sqrt(x)"
    apply = notebook.ask("get", path="apply")
    arguments = [{"fn": source}, 4.0]
    assert notebook.ask("call", function=handle(apply), args=arguments) == 6.0


def test_a_probe_runs_among_the_names_and_its_result_comes_by_value(notebook):
    source = "def probe(ns, x):\n    return {'a': [ns.a, ns['a'].value, x], 'known': 'b' in ns}"
    result = notebook.run(source, np.ones(2))
    assert isinstance(result["a"][0], Handle)
    assert result["a"][1] == 2.0 and result["known"] is False
    assert result["a"][2].tolist() == [1.0, 1.0]


def test_a_probe_is_the_last_function_of_its_source_and_is_compiled_once(notebook):
    source = "count = []\ndef two():\n    return 2\ndef probe(ns):\n    count.append(1)\n"
    source += "    return two() * len(count)\n"
    assert [notebook.run(source), notebook.run(source)] == [2, 4]


def test_a_probe_can_not_rename_the_students_names(notebook):
    error = notebook.error("run", source="def probe(ns):\n    ns.a = 3")
    assert (error["type"], notebook.namespace["a"].value) == ("TypeError", 2.0)


def test_a_missing_name_is_a_name_error_that_says_so(notebook):
    for error in (
        notebook.error("get", path="nothing"),
        notebook.error("run", source="def probe(ns):\n    return ns.nothing"),
    ):
        assert error["type"] == "NameError"
        assert error["message"] == "name 'nothing' is not defined in the notebook"


def test_iteration_stops_at_the_limit(notebook):
    notebook.ask("cell", name="c", source="import itertools\nforever = itertools.count()")
    forever = notebook.ask("get", path="forever")
    assert notebook.ask("iter", of=handle(forever), limit=3) == [0, 1, 2]


@pytest.mark.parametrize(
    "name, arguments, expected",
    [
        ("sub", [5, 3], 2),
        ("matmul", [values.encode(np.eye(2)), values.encode(np.ones(2))], [1.0, 1.0]),
        ("neg", [2.5], -2.5),
        ("lt", [1, 2], True),
        ("len", [[1, 2, 3]], 3),
        ("contains", [[1, 2], 2], True),
        ("truth", [[]], False),
        ("pow", [2, 5], 32),
    ],
)
def test_operators(notebook, name, arguments, expected):
    result = notebook.ask("operator", name=name, args=arguments)
    assert (result.tolist() if isinstance(result, np.ndarray) else result) == expected


def test_an_error_tells_the_innermost_line_of_the_student(notebook):
    source = "def inner(x):\n    return 1 / x\n\ndef outer(x):\n    return inner(x)\n"
    notebook.ask("cell", name="q1-div", source=source)
    error = notebook.error("run", source="def probe(ns):\n    return ns.outer(0)")
    assert error == {
        "ours": False,
        "type": "ZeroDivisionError",
        "kinds": ["ZeroDivisionError", "ArithmeticError", "Exception", "BaseException"],
        "message": "division by zero",
        "cell": "q1-div",
        "line": 2,
        "source": "return 1 / x",
        "defines": "inner",
        "trace": [
            ["q1-div", 5, "outer", "return inner(x)", "outer"],
            ["q1-div", 2, "inner", "return 1 / x", "inner"],
        ],
    }


def test_of_many_lines_the_first_and_the_last_are_told(notebook):
    source = (
        "def down(n):\n    return down(n - 1) if n else 1 / n\n\ndef top():\n    return down(99)"
    )
    notebook.ask("cell", name="deep", source=source)
    trace = notebook.error("run", source="def probe(ns):\n    return ns.top()")["trace"]
    assert len(trace) == errors.TRACE_LIMIT
    assert [frame[2] for frame in trace] == ["top", *["down"] * (errors.TRACE_LIMIT - 1)]


def test_a_cell_that_does_not_parse_tells_its_line(notebook):
    error = notebook.error("cell", name="q2", source="x = 1\ny = = 2")
    assert (error["type"], error["cell"], error["line"]) == ("SyntaxError", "q2", 2)
    assert error["source"] == "y = = 2"


def test_frames_of_a_kernel_are_the_students_although_their_files_are_the_kernels(notebook):
    code = compile("def g():\n    raise ValueError('no')", "/tmp/ipykernel_1/2.py", "exec")
    exec(code, notebook.namespace)
    error = notebook.error("run", source="def probe(ns):\n    return ns.g()")
    assert (error["cell"], error["line"]) == (None, 2)


def test_a_stub_is_reported_as_not_implemented(notebook):
    error = notebook.error("run", source="def probe(ns):\n    return ns.stub()")
    assert (error["type"], error["cell"]) == ("NotImplementedError", "setup")


@pytest.mark.parametrize("statement", ["raise SystemExit(3)", "import sys; sys.exit()", "exit"])
def test_leaving_is_an_ordinary_error_or_nothing(notebook, statement):
    reply = notebook.reply("cell", name="c", source=statement)
    assert reply.get("error", {"type": "SystemExit"})["type"] == "SystemExit"


def test_a_person_pressing_stop_is_not_swallowed(notebook):
    with pytest.raises(KeyboardInterrupt):
        notebook.reply("cell", name="c", source="raise KeyboardInterrupt")


def test_in_a_worker_an_interrupt_is_the_students_error():
    error = Notebook(contain_interrupts=True).error(
        "cell", name="c", source="raise KeyboardInterrupt"
    )
    assert error["type"] == "KeyboardInterrupt"


EVIL = """
class Evil(Exception):
    def __str__(self):
        raise KeyboardInterrupt
    __repr__ = __str__
class Long(Exception):
    def __str__(self):
        return "<b>\\x1b[31mred\\x1b[0m\\u202e\\x00" + "x" * 10_000_000
class Meta(type):
    __name__ = property(lambda self: 1 / 0)
class Nameless(Exception, metaclass=Meta): pass
"""


def test_an_exception_with_a_hostile_str_is_still_an_error(notebook):
    notebook.ask("cell", name="evil", source=EVIL)
    error = notebook.error("cell", name="c", source="raise Evil")
    assert (error["type"], error["line"]) == ("Evil", 1)
    assert error["message"] == "(its message can not be shown)"


@pytest.mark.parametrize(
    "body", ["still = 5", "def __getattr__(self, name): raise KeyError(name)"], ids=["name", "all"]
)
def test_an_exception_of_ones_own_may_have_any_attribute(notebook, body):
    """What a time limit knows of itself is asked of nothing else: message and line are told."""
    notebook.ask("cell", name="own", source=f"class Bad(Exception):\n    {body}")
    error = notebook.error("cell", name="c", source="\nraise Bad('no')")
    assert (error["type"], error["message"], error["line"]) == ("Bad", "no", 2)


def test_a_time_limit_stays_one_when_the_next_alarm_rings(monkeypatch):
    """It may ring while the first one is being described; hostile names are not asked."""

    def rings(*details):
        raise TimeLimit

    monkeypatch.setattr(errors, "_describe", rings)
    assert errors.describe(TimeLimit(), {})["type"] == "TimeLimit"
    names = {}
    exec(EVIL, names)
    assert errors.describe(names["Nameless"](), {})["type"] == "Nameless"


def test_messages_are_cut_and_free_of_control_characters(notebook):
    notebook.ask("cell", name="evil", source=EVIL)
    message = notebook.error("cell", name="c", source="raise Long")["message"]
    assert len(message) == 500 and message.startswith("<b>redxxx") and message.endswith("x...")


def test_an_exception_whose_class_has_no_name_is_still_an_error(notebook):
    notebook.ask("cell", name="evil", source=EVIL)
    assert notebook.error("cell", name="c", source="raise Nameless")["type"] == "Nameless"


def test_a_repr_that_walks_an_exponential_graph_costs_little(notebook):
    source = "x = a\nfor _ in range(200):\n    x = x + x"
    notebook.ask("cell", name="c", source=source)
    before = sys.getprofile()
    assert notebook.ask("get", path="x").repr == ""
    assert sys.getprofile() is before


@pytest.mark.parametrize(
    "body, expected", [("1 / 0", ""), ("return 3", ""), ("return 'x' * 999", "x" * 117 + "...")]
)
def test_a_broken_or_long_repr_does_no_harm(notebook, body, expected):
    source = f"class R:\n    def __repr__(self):\n        {body}\nr = R()"
    notebook.ask("cell", name="c", source=source)
    assert notebook.ask("get", path="r").repr == expected


def test_a_repr_says_nothing_about_addresses(notebook):
    assert notebook.ask("get", path="apply").repr == "<function apply>"


def test_subclasses_of_numbers_are_not_taken_by_value(notebook):
    source = "class F(float):\n    def __eq__(self, other):\n        return True\nf = F(2)"
    notebook.ask("cell", name="c", source=source)
    assert notebook.ask("get", path="f").type == "F"


@pytest.mark.parametrize("source", ["big = 'x' * 10**6", "big = []\nbig.append(big)"])
def test_what_is_too_large_is_an_error_of_its_own(notebook, source):
    notebook.ask("cell", name="c", source=source)
    assert notebook.error("get", path="big")["type"] == "too-large"


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"op": "launch"},
        {"op": ["get"]},
        {"op": "get"},
        {"op": "get", "path": 3},
        {"op": "attr", "name": "x"},
        {"op": "attr", "of": {"h": 77}, "name": "x"},
        {"op": "call", "function": 3, "args": 3},
        {"op": "call", "function": 3, "kwargs": []},
        {"op": "operator", "name": "__import__", "args": ["os"]},
        {"op": "iter", "of": [1], "limit": -1},
        {"op": "setattr", "of": {"q": 1}, "name": "x", "value": 1},
        {"op": "run", "source": "x = 1"},
        {"op": "run", "source": "def f(:"},
        {"op": "names"},
    ],
    ids=str,
)
def test_a_wrong_question_is_told_from_a_wrong_submission(notebook, request_):
    reply = notebook.evaluator.handle(request_)
    assert reply["ok"] is False and reply["error"]["type"] == "bad-request"


def test_asking_leaves_the_process_as_it_was(notebook):
    before = (sys.getprofile(), sys.gettrace(), sys.modules["__main__"], list(sys.meta_path))
    threads = threading.active_count()
    notebook.error("cell", name="c", source="1 / 0")
    notebook.ask("get", path="a")
    assert (
        sys.getprofile(),
        sys.gettrace(),
        sys.modules["__main__"],
        list(sys.meta_path),
    ) == before
    assert threading.active_count() == threads
