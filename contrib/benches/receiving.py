"""Mails from a folder through the whole way in, against a private PostgreSQL; for the corpora benches."""
import collections
import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]

Landed = collections.namedtuple("Landed", "file state reason kind ticket")


@contextlib.contextmanager
def database():
	"""The conninfo of a fresh database: on the server that SUPPORTD_TEST_PG names, else on one started for this."""
	server = os.environ.get("SUPPORTD_TEST_PG")
	if server:
		name = f"bench_{os.getpid()}"
		psql = ["psql", "-q", "-v", "ON_ERROR_STOP=1"]
		subprocess.run([*psql, server + " dbname=postgres", "-c", f"CREATE DATABASE {name}"], check=True)
		try:
			yield f"{server} dbname={name}"
		finally:
			subprocess.run([*psql, server + " dbname=postgres", "-c", f"DROP DATABASE {name} WITH (FORCE)"], check=True)
		return
	from harness.stack import Stack
	folder = tempfile.mkdtemp(prefix="supportd-bench-")
	stack = Stack(os.path.join(folder, "stack"), tie=True).start()
	try:
		yield stack.postgres.dsn(stack.postgres.database())
	finally:
		stack.remove()
		shutil.rmtree(folder, ignore_errors=True)


def receive(builddir, conninfo, files, batch=100):
	"""Where each of the files went, in the order of files, and the seconds it took."""
	program = pathlib.Path(builddir) / "contrib/benches/receive"
	if not program.exists():
		subprocess.run(["make", "-s", "-C", str(builddir), "contrib/benches/receive"], check=True)
	env = dict(os.environ, SUPPORTD_TEST_PG=conninfo, SUPPORTD_RULES=str(TOP / "rules"))
	out = subprocess.run([str(program), "--batch", str(batch), *map(str, files)], check=True, capture_output=True, text=True, env=env).stdout
	landed, seconds = {}, 0.0
	for line in out.splitlines():
		if line.startswith("# seconds"):
			seconds = float(line.split()[2])
		else:
			entry = Landed(*line.split("\t"))
			landed[entry.file] = entry
	return [landed.get(str(file)) for file in files], seconds
