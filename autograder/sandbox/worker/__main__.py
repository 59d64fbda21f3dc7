"""The file that a worker's process, or the prepared parent of many, starts with.

Its arguments are the numbers of a worker's two pipe ends and of the grader's process, and a
marker; or ``parent`` and the number of the parent's socket.
"""

import importlib.util
import os
import sys


def main() -> None:
    """Load the package around this file under a name of its own, and serve."""
    folder = os.path.dirname(os.path.abspath(__file__))
    spec = importlib.util.spec_from_file_location(
        "_worker", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    assert spec is not None and spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules["_worker"] = package
    spec.loader.exec_module(package)
    if sys.argv[1] == "parent":
        importlib.import_module("_worker.prepared").main(int(sys.argv[2]))
    else:
        requests, replies, parent = map(int, sys.argv[1:4])
        importlib.import_module("_worker.session").serve(requests, replies, parent)


main()
