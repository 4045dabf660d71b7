"""A private PostgreSQL."""

import glob
import os
import re
import signal
import subprocess

from .place import NotReady, Process, as_user, free_port, tail


def _programs():
    """The newest PostgreSQL that is installed."""
    found = glob.glob("/usr/lib/postgresql/*/bin/postgres")
    if not found:
        raise NotReady("PostgreSQL is missing: run contrib/setup")
    return os.path.dirname(max(found, key=lambda path: int(re.findall(r"/(\d+)/", path)[0])))


class Postgres:
    """Listens on a Unix socket and on a TCP port of its own. Programs of the house log in as `supportd`,
    who owns the databases but is no superuser, so that row-level security holds here as it does in earnest."""

    def __init__(self, folder, user, tie, durable):
        self.bin = _programs()
        self.folder = os.path.join(folder, "pg")
        self.user = user
        self.durable = durable
        self.as_user = as_user(user)
        self.start_as = as_user(user, "INT" if tie else None)
        self.process = Process("postgres", folder)
        self.port = None
        self.names = 0

    def create(self):
        """Makes the cluster. Not synced to the disk: what a power cut could take is only a test's."""
        self.port = free_port()
        made = subprocess.run([*self.as_user, self.bin + "/initdb", "-D", self.folder, "-U", "postgres", "-A", "trust",
                               "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"],
                              capture_output=True, text=True, cwd="/")
        if made.returncode != 0:
            raise NotReady("initdb: " + made.stderr)
        settings = {
            "listen_addresses": "'127.0.0.1'", "port": self.port, "unix_socket_directories": f"'{self.folder}'",
            "max_connections": 200, "shared_buffers": "'128MB'", "max_wal_size": "'2GB'", "timezone": "'UTC'",
            "log_line_prefix": "'%m %d '", "lc_messages": "'C'",
        }
        if not self.durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}  # kept over a kill, not over a power cut
        with open(os.path.join(self.folder, "postgresql.auto.conf"), "w") as conf:
            conf.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def start(self):
        """Starts the server and waits until it takes connections; after a crash, until it has recovered."""
        def up():
            if self.process.died() and "pre-existing shared memory block" in tail(self.process.log_file, 3):
                self._run()  # its children were still on their way out
            return subprocess.run([self.bin + "/pg_isready", "-q", "-h", self.folder, "-p", str(self.port)],
                                  check=False).returncode == 0
        self._run()
        self.process.ready(up, 60)

    def _run(self):
        self.process.run([*self.start_as, self.bin + "/postgres", "-D", self.folder], cwd="/")

    def first_start(self):
        """What is done once after the first start."""
        self.sql("postgres", "CREATE ROLE supportd LOGIN CREATEDB CREATEROLE")

    def stop(self):
        """Fast shutdown: clients are cut off, what they committed is kept."""
        self.process.stop(signal.SIGINT)

    def sql(self, database, statement, user="postgres"):
        """Runs statements by psql and returns the rows, as lists of strings."""
        ran = subprocess.run(["psql", "-XqAt", "-F", "\x1f", "-R", "\x1e", "-v", "ON_ERROR_STOP=1", "-h", self.folder,
                              "-p", str(self.port), "-U", user, "-d", database, "-c", statement],
                             capture_output=True, text=True)
        if ran.returncode != 0:
            raise RuntimeError(f"psql: {ran.stderr.strip()}\n{statement}")
        rows = ran.stdout.removesuffix("\n")
        return [row.split("\x1f") for row in rows.split("\x1e")] if rows else []

    def database(self, name=None, template="template0"):
        """Makes an empty database, or a copy of another one, that supportd owns. Returns its name."""
        self.names += 1
        name = name or f"t{os.getpid()}_{self.names}"
        self.sql("postgres", f'CREATE DATABASE "{name}" OWNER supportd TEMPLATE "{template}"')
        return name

    def drop(self, name):
        """Takes the database away, whoever is still connected."""
        self.sql("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def dsn(self, database):
        """The connection string, as it stands in supportd.conf."""
        return f"host={self.folder} port={self.port} user=supportd dbname={database}"
