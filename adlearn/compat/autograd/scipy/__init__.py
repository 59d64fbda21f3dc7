"""SciPy's namespace, for traced values as well, laid out as autograd has it."""

import importlib
import types

__all__ = ["integrate", "linalg", "signal", "special", "stats"]


def __getattr__(name: str) -> types.ModuleType:
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
