"""One stack of private servers for each pytest worker; one suite with its own database and mailboxes for each test."""

import os
import tempfile

import pytest

from harness.mail import Mail
from harness.post import Post
from harness.redis import Redis
from harness.stack import Stack
from harness.supportd import Supportd, missing


def pytest_configure(config):
    config.addinivalue_line("markers", "kill: kills programs and servers, and takes minutes")


@pytest.fixture(scope="session")
def stack():
    """Real servers, up within a second; they end with this process, however it ends."""
    folder = tempfile.mkdtemp(prefix="supportd-", dir="/tmp")
    servers = Stack(folder, tie=True)
    try:
        yield servers.start()
    finally:
        if not os.environ.get("SUPPORTD_KEEP"):
            servers.remove()


@pytest.fixture
def mail(stack):
    """Sends and reads mail."""
    return Mail(stack)


@pytest.fixture
def new_supportd(stack):
    """Makes suites that are there and migrated (unless told otherwise), but not started:
    new_supportd(undo_seconds=3).start("email")."""
    made = []

    def make(needs=("supportd", "email", "web", "chat", "ctl"), migrated=True, **settings):
        absent = missing(*needs)
        if absent:
            pytest.skip("not built yet: " + ", ".join(absent))
        folder = tempfile.mkdtemp(prefix="s-", dir=stack.folder)
        redis = Redis(folder, stack.user, tie=True)
        if os.geteuid() == 0:
            os.chown(folder, stack.user.pw_uid, stack.user.pw_gid)
        suite = Supportd(stack, folder, redis=redis, **settings)
        made.append(suite)
        redis.start()
        return suite.create() if migrated else suite.prepare()

    yield make
    for suite in made:
        suite.remove()
        suite.redis.stop()


@pytest.fixture
def supportd(new_supportd):
    """A whole suite that runs, its parent included."""
    return new_supportd().start()


@pytest.fixture
def new_post(stack):
    """Makes mail programs with a book and a mailbox, not yet started: new_post(undo_seconds=3).start("email")."""
    absent = missing("email", "ctl")
    if absent:
        pytest.skip("not built yet: " + ", ".join(absent))
    made = []

    def make(**settings):
        folder = tempfile.mkdtemp(prefix="post-", dir=stack.folder)
        made.append(Post(stack, folder, log_level="debug", **settings).create())
        return made[-1]

    yield make
    for post in made:
        post.remove()


@pytest.fixture
def post(new_post):
    """A mail program with its book and mailbox, not yet started."""
    return new_post()