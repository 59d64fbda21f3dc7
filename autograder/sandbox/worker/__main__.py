"""`sandbox.process` starts this file with the numbers of three pipe ends and a marker."""

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
    session = importlib.import_module("_worker.session")
    requests, replies, life = map(int, sys.argv[1:4])
    session.serve(requests, replies, life)


main()
