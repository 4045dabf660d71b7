"""A file of 20 MB on its whole way: by mail in, by REST out, by REST in, by mail out. Memory stays flat."""

import base64
import hashlib
import os
import uuid
from email.message import EmailMessage

FILE_BYTES = 20_000_000
MORE_MB = 20        # of all programs together: the file, held once by one of them, would show


def peaks_mb(suite):
    """The most memory that each program of the suite had resident so far, in MB."""
    pids, peaks = [suite.pid("supportd")], {}
    while pids:
        pid = pids.pop()
        with open(f"/proc/{pid}/status") as file:
            status = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            name = os.path.basename(file.read().split(b"\0")[0].decode())
        reader = "-reader" if name == "supportd-email" and name in peaks else ""
        peaks[name + reader] = int(status["VmHWM"].split()[0]) / 1024
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            pids = [int(child) for child in file.read().split()] + pids
    return peaks


def digest(content):
    return hashlib.sha256(content).hexdigest()


def test_20_mb_go_in_and_out_by_mail_and_rest_in_flat_memory(supportd, mail):
    admin, content = supportd.admin(), os.urandom(FILE_BYTES)
    before = peaks_mb(supportd)
    letter = mail.compose(f"ana@{supportd.customers}", supportd.address, "The plans", "All of them.")
    letter.add_attachment(content, maintype="application", subtype="zip", filename="plans.zip")
    mail.send(letter)
    [ticket] = supportd.wait(lambda: admin.items("/support/tickets"), 60, "the ticket")
    [attachment] = admin.items(f"/support/tickets/{ticket['id']}/messages")[0]["attachments"]
    assert attachment["size"] == FILE_BYTES
    assert digest(admin.call("GET", attachment["url"]).body) == digest(content)

    upload = admin.call("POST", "/support/attachments?filename=answer.zip", content, {"Content-Type": "application/zip"}).json
    admin.post(f"/support/tickets/{ticket['id']}/messages", {"body": "Here they are again.", "attachments": [upload["id"]]},
               **{"Idempotency-Key": str(uuid.uuid4())})
    got: EmailMessage = mail.wait_for(*supportd.outbox, lambda m: "again" in m.get_body().get_content(), seconds=60)
    [file] = got.iter_attachments()
    assert digest(base64.b64decode(file.get_payload())) == digest(content)

    after = peaks_mb(supportd)
    print("peak resident MB before and after:", ", ".join(f"{name} {before[name]:.0f} {after[name]:.0f}" for name in after))
    assert sum(after.values()) - sum(before.values()) < MORE_MB
