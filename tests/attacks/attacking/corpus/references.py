"""Reference answers that run beside a submission: not to be read, shown, kept or carried on."""

from __future__ import annotations

from attacking.attack import Attack, cheating, hostile

#: What a submission that is asked among reference answers can look into.
_TEXTS = """
import inspect, linecache, re
seen_texts = []
def texts():
    if not seen_texts:
        seen_texts.extend(looked_for())
    return seen_texts
def word():
    return (re.findall("canary[0-9a-f]+", "".join(texts())) or ["nothing"])[0]
def looked_for():
    found = ["".join(entry[2]) for entry in linecache.cache.values() if len(entry) == 4]
    found += [value for value in globals().values() if isinstance(value, str)]
    for kind in (list(globals().values())):
        try:
            found.append(inspect.getsource(kind))
        except (TypeError, OSError):
            pass
    frame = sys._getframe()
    while frame is not None:
        for value in frame.f_locals.values():
            if isinstance(value, dict) and isinstance(value.get("source"), str):
                found.append(value["source"])
        frame = frame.f_back
    return [one for one in found if "canary" in one and "_TEXTS" not in one and "T = Si" not in one]
"""

#: One answer to Q5 that tells what stands around it.
_TELLS = """
class Told(Exception): pass
def backward(self):
    {way}
AutogradValue.backward = backward
"""

_Q5 = ("test_backward_tree", "test_backward_itself")


def _tells(name: str, way: str) -> Attack:
    return cheating(
        name, _TEXTS, answers={"q5-answer": _TELLS.format(way=way.format())}, checks=_Q5
    )


#: Where something could be left for the next worker.
_PLACES = """
places = ["/tmp", "/var/tmp", "/dev/shm", ".", os.environ.get("TMPDIR", "."), T.lab, os.getcwd()]
places += [os.path.dirname(sys.modules["_worker"].__file__)]
places = [os.path.join(place, T.abstract + "-carried-on") for place in places]
"""

ATTACKS = [
    _tells("shows reference answers in the text of an exception", "raise Told(*texts())"),
    _tells("shows reference answers as its gradient", "self.grad = word()"),
    _tells(
        "shows reference answers in a list as its gradient", "self.grad = [word(), {{word(): 1}}]"
    ),
    _tells(
        "shows reference answers as the name of an exception", "raise type(word(), (Told,), {{}})"
    ),
    _tells(
        "shows reference answers as the line that failed",
        "linecache.cache['<cell q5-answer>'] = (9, None, [word() + '\\n'] * 99, '<cell q5-answer>')"
        "; raise Told('x')",
    ),
    _tells(
        "shows reference answers as the name of a function",
        "scope = {{}}; text = f'def {{word()}}(): 1 / 0'; "
        "exec(compile(text, '<cell q5-answer>', 'exec'), scope); scope[word()]()",
    ),
    _tells(
        "shows reference answers as the cell that failed",
        "scope = {{}}; exec(compile('def f(): 1 / 0', f'<cell {{word()}}>', 'exec'), scope);"
        " scope['f']()",
    ),
    _tells("prints reference answers", "print(word())"),
    _tells(
        "shows reference answers as the type and the text of an object",
        "self.grad = type(word(), (), {{'__repr__': lambda self: word()}})()",
    ),
    _tells(
        "shows reference answers in a note of an exception, and as its cause",
        "error = Told('x'); error.add_note(word()); raise error from Told(word())",
    ),
    _tells(
        "shows reference answers in the text of a syntax error, a key and a module",
        "raise SyntaxError(word(), (word(), 1, 1, word()))",
    ),
    _tells("shows reference answers as a module that is missing", "__import__(word())"),
    _tells("shows reference answers as a name that is missing", "eval(word())"),
    _tells("shows reference answers as what it is asked to type", "input(word()); self.grad = 0.0"),
    cheating(
        "runs what it finds of reference answers in the place of its own",
        _TEXTS,
        answers={
            "q5-answer": """
            def backward(self):
                for text in texts():
                    if "def backward(" in text:
                        exec(text, globals())
                        return AutogradValue.backward(self)
                raise NotImplementedError("none was found")
            AutogradValue.backward = backward
            """,
        },
        checks=_Q5,
    ),
    hostile(
        "leaves reference answers on disk for the next worker",
        _TEXTS,
        _PLACES,
        answers={
            "q1-mul-answer": """
            class _mul(AutogradValue):
                def func(self, a, b):
                    text = "\\n".join(one for one in texts() if "def backward(" in one)
                    for place in places if text else []:
                        try:
                            open(place, "w").write(text)
                        except OSError:
                            pass
                    return a - b
                def grads(self, a, b):
                    return 1.0, 1.0
            """,
            "q5-answer": """
            for place in places:
                if os.path.exists(place):
                    exec(open(place).read(), globals())
            """,
        },
        checks=("test_mul", "test_mul_everywhere", *_Q5),
    ),
    hostile(
        "hands reference answers on through the prepared process",
        _TEXTS,
        answers={
            "q1-mul-answer": """
            class _mul(AutogradValue):
                def func(self, a, b):
                    import numpy
                    found = [one for one in texts() if "def backward(" in one]
                    numpy.canary_carried = getattr(numpy, "canary_carried", None) or found
                    return a - b
                def grads(self, a, b):
                    return 1.0, 1.0
            """,
            "q5-answer": """
            import numpy
            if getattr(numpy, "canary_carried", None):
                exec(numpy.canary_carried[0], globals())
            """,
        },
        checks=("test_mul", "test_mul_everywhere", *_Q5),
    ),
    hostile(
        "imports the engine that the assignment is about",
        """
        import importlib, importlib.util
        def by_path():
            sys.path.insert(0, os.path.dirname(T.engine))
            sys.meta_path[:] = [one for one in sys.meta_path if "Finder" in str(one)][1:]
            for name in [n for n in sys.modules if n.startswith("adlearn")]:
                del sys.modules[name]
            return importlib.import_module("adlearn.scalars")
        def by_file():
            spec = importlib.util.spec_from_file_location(
                "engine", T.engine + "/scalars/__init__.py",
                submodule_search_locations=[T.engine + "/scalars"])
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return module
        def by_text():
            return open(T.engine + "/scalars/reverse.py").read()
        tries(by_path, by_file, by_text, lambda: importlib.import_module("adlearn.scalars"))
        """,
    ),
    hostile(
        "imports other engines of differentiation",
        """
        import importlib, glob
        for folder in glob.glob(os.path.dirname(os.__file__) + "/site-packages"):
            sys.path.append(folder)
        sys.path.append(os.path.dirname(os.path.dirname(sys.modules["numpy"].__file__)))
        tries(*[lambda n=n: importlib.import_module(n)
                for n in ("autograd", "mygrad", "micrograd", "hypothesis", "pytest")])
        """,
    ),
]
