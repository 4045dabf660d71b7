"""Where private servers live: their folder, their user, their ports and their processes."""

import errno
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))

# The longest path of a Unix socket is 107 bytes, and the servers put names of up to 40 after their folder.
LONGEST_FOLDER = 60


class NotReady(Exception):
    """A server did not come up, with the end of its log."""


def unprivileged_user():
    """The user that servers run as: PostgreSQL and Exim refuse root, so root lends them another."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NotReady("there is no user postgres or nobody to run the servers as: run contrib/setup")


def as_user(user, pdeathsig=None):
    """The words to put before a command so that it runs as that user, and dies with us if asked to."""
    words = []
    if os.geteuid() == 0:
        words += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    if pdeathsig:
        words.append(f"--pdeathsig={pdeathsig}")
    return ["setpriv", *words, "--"] if words else []


def servers_folder(path, user):
    """Makes path, or a short one under /tmp that path links to where path is too long for sockets
    or lies where the servers' user may not go (root's home, say). Returns the one to use."""
    path = os.path.abspath(path)
    if os.path.islink(path):
        if os.path.isdir(os.path.realpath(path)):
            return os.path.realpath(path)
        os.unlink(path)
    os.makedirs(path, exist_ok=True)
    reachable = subprocess.run(as_user(user) + ["test", "-x", path], check=False).returncode == 0
    if len(path) > LONGEST_FOLDER or not reachable:
        elsewhere = tempfile.mkdtemp(prefix="supportd-", dir="/tmp")
        os.rmdir(path)
        os.symlink(elsewhere, path)
        path = elsewhere
    if os.geteuid() == 0:
        os.chown(path, user.pw_uid, user.pw_gid)
    os.chmod(path, 0o755)
    return path


def remove_folder(path):
    """Takes the folder away, and the one under /tmp that it links to."""
    if os.path.islink(path):
        shutil.rmtree(os.path.realpath(path), ignore_errors=True)
        os.unlink(path)
    else:
        shutil.rmtree(path, ignore_errors=True)


def free_port():
    """A free TCP port below the range from which the kernel takes ports for outgoing connections,
    so that it is still free when its server starts again."""
    for _ in range(1000):
        port = random.randint(10240, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise NotReady("no free TCP port found between 10240 and 32000")


def wait_until(check, seconds, what, pause=0.02):
    """Calls check until it returns something true, and returns that; raises NotReady after the time."""
    end = time.monotonic() + seconds
    while True:
        got = check()
        if got:
            return got
        if time.monotonic() > end:
            raise NotReady(f"{what}: not within {seconds:g} s")
        time.sleep(pause)


def answers(port):
    """True if something listens on 127.0.0.1:port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def tail(path, lines=15):
    """The last lines of a log, for an error message."""
    try:
        with open(path, errors="replace") as log:
            return "".join(log.readlines()[-lines:])
    except OSError:
        return ""


class Process:
    """One server in the foreground, its pid in a file so that another program can stop it later."""

    def __init__(self, name, folder):
        self.name = name
        self.folder = folder
        self.pid_file = os.path.join(folder, name + ".pid")
        self.log_file = os.path.join(folder, name + ".log")
        self.child = None

    def pid(self):
        """The pid of the running server, or 0. A pid that someone else took over does not count."""
        try:
            with open(self.pid_file) as file:
                pid, started = file.read().split()
        except (OSError, ValueError):
            return 0
        return int(pid) if _started(int(pid)) == started else 0

    def run(self, command, env=None, cwd=None):
        """Starts the command, detached from our terminal, its output in the log."""
        with open(self.log_file, "ab") as log:
            self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                          start_new_session=True, cwd=cwd or self.folder, env=env)
        with open(self.pid_file, "w") as file:
            file.write(f"{self.child.pid} {_started(self.child.pid)}\n")

    def died(self):
        """True if the server that we started has ended."""
        return self.child is not None and self.child.poll() is not None

    def ready(self, check, seconds=30):
        """Waits for check, at most so long, and no longer than the server lives."""
        def alive():
            if self.died():
                raise NotReady(f"{self.name} ended with {self.child.returncode}:\n{tail(self.log_file)}")
            return check()
        try:
            return wait_until(alive, seconds, self.name)
        except NotReady as why:
            raise NotReady(f"{why}\n{tail(self.log_file)}") from None

    def send(self, number):
        """Sends the signal if the server runs. Returns whether it did."""
        pid = self.pid()
        if not pid:
            return False
        try:
            os.kill(pid, number)
        except OSError as why:
            if why.errno == errno.ESRCH:
                return False
            raise
        return True

    def stop(self, number=signal.SIGTERM, seconds=20):
        """Ends the server by the signal; after the time, by SIGKILL to all that it started."""
        pid = self.pid()
        if pid and self.send(number):
            try:
                wait_until(lambda: self._gone(pid), seconds, self.name)
            except NotReady:
                _kill_group(pid)
                wait_until(lambda: self._gone(pid), 10, self.name)
        self._forget()

    def kill(self):
        """kill -9, to the server and what shares its process group, as when the machine loses it."""
        pid = self.pid()
        if pid:
            _kill_group(pid)
            wait_until(lambda: self._gone(pid), 10, self.name)
        self._forget()

    def _gone(self, pid):
        if self.child is not None and self.child.pid == pid:
            return self.child.poll() is not None
        return _started(pid) is None or _is_zombie(pid)

    def _forget(self):
        self.child = None
        if os.path.exists(self.pid_file):
            os.unlink(self.pid_file)


def _stat(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return None


def _started(pid):
    fields = _stat(pid)
    return fields[19] if fields else None


def _is_zombie(pid):
    fields = _stat(pid)
    return bool(fields) and fields[0] == "Z"


def _kill_group(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
