"""Runs one Python bench: its run(corpora, build) where it has one, else its main(arguments)."""

import importlib.util
import os
import sys


def figure(name, value, unit, goal, ok):
    """Prints one figure as contrib/bench collects it."""
    print(f"figure {name} {value} {unit} {goal} {'ok' if ok else 'short'}", flush=True)


def _load(path):
    spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    bench = _load(sys.argv[1])
    corpora = os.environ["SUPPORTD_CORPORA"]
    if not hasattr(bench, "run"):
        sys.exit(bench.main(sys.argv[2:]))
    if not os.path.isdir(corpora):
        sys.exit(f"bench: there are no corpora in {corpora}; SUPPORTD_CORPORA names another folder")
    bench.run(corpora, os.environ["SUPPORTD_BUILD"])
