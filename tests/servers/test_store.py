"""The C tests that need a real PostgreSQL: each program of tests/store, against this stack's own."""

import glob
import os
import subprocess

import pytest

from harness.supportd import BUILD, ROOT

PROGRAMS = [path for path in sorted(glob.glob(os.path.join(BUILD, "tests", "store", "*")))
            if os.path.isfile(path) and os.access(path, os.X_OK)]


def test_they_are_built():
    assert PROGRAMS, f"nothing in {BUILD}/tests/store: run make check first"


@pytest.mark.parametrize("program", PROGRAMS, ids=[os.path.basename(program) for program in PROGRAMS])
def test_store(stack, program):
    place = f"host=127.0.0.1 port={stack.postgres.port} user=supportd"
    ran = subprocess.run([program], capture_output=True, text=True, timeout=300,
                         env=os.environ | {"SUPPORTD_TEST_PG": place, "top_srcdir": ROOT})
    assert ran.returncode == 0, ran.stdout + ran.stderr
