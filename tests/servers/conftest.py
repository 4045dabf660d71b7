"""One stack of private servers for each pytest worker."""

import os
import tempfile

import pytest

from harness.mail import Mail
from harness.stack import Stack


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
