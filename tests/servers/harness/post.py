"""supportd-email alone, with its book: for tests of mail in and mail out that need no API."""

import contextlib
import json
import re
import uuid

from .place import wait_until
from .supportd import Supportd


class Post(Supportd):
    """A suite of which only the mail program is started; mailboxes and outgoing mail are written straight into the book."""

    def add_mailbox(self, name, address, user, secret, **columns):
        """A mailbox row; columns are those of the table, over the private Dovecot's IMAPS."""
        row = {"id": str(uuid.uuid4()), "name": name, "address": address, "imap_host": "localhost",
               "imap_port": self.stack.dovecot.imaps, "imap_user": user, "secret": secret, **columns}
        self.sql(f"INSERT INTO mailboxes ({', '.join(row)}) VALUES ({', '.join(quoted(value) for value in row.values())})")
        return row["id"]

    def change_mailbox(self, name="support", **columns):
        """Changes columns of a mailbox."""
        changes = ", ".join(f"{column} = {quoted(value)}" for column, value in columns.items())
        self.sql(f"UPDATE mailboxes SET {changes} WHERE name = {quoted(name)}")

    def set_smtp(self, **settings):
        """Sends by another server: smtp = { ... } in the configuration."""
        lines = " ".join(f'{name} = "{value}";' for name, value in settings.items())
        with open(self.config) as file:
            text = file.read()
        self.write("supportd.conf", re.sub(r"smtp = \{.*\};", f"smtp = {{ {lines} }};", text))

    def number(self, statement):
        """A statement's one number."""
        return int(self.sql(statement)[0][0])

    def queue(self, *to, subject="A reply", body="Hello", **columns):
        """A mail in the outbox, due now. Its id."""
        row = {"id": str(uuid.uuid4()), "kind": "reply", "message_id": f"{uuid.uuid4()}@{self.domain}",
               "recipients": json.dumps([{"name": None, "address": address, "field": "to"} for address in to]),
               "subject": subject, "body": body, "reply_to": self.address, **columns}
        self.sql(f"INSERT INTO outbox (mailbox_id, {', '.join(row)}) SELECT id, "
                 f"{', '.join(quoted(value) for value in row.values())} FROM mailboxes WHERE name = 'support'")
        return row["id"]

    def attach(self, filename, size, content_type="application/octet-stream", content_id=None):
        """An attachment of so many bytes in the book. Its id."""
        blob, attachment = str(uuid.uuid4()), str(uuid.uuid4())
        chunk = 262144
        self.sql(f"INSERT INTO blobs (id, size, is_complete) VALUES ({quoted(blob)}, {size}, true); "
                 f"INSERT INTO blob_chunks (blob_id, n, data) SELECT {quoted(blob)}, n, "
                 f"decode(repeat(lpad(to_hex(n % 256), 2, '0'), least({chunk}, {size} - n * {chunk})), 'hex') "
                 f"FROM generate_series(0, ({size} - 1) / {chunk}) n; "
                 f"INSERT INTO attachments (id, blob_id, filename, content_type, size, content_id, is_inline) VALUES "
                 f"({quoted(attachment)}, {quoted(blob)}, {quoted(filename)}, {quoted(content_type)}, {size}, "
                 f"{quoted(content_id)}, {content_id is not None})")
        return attachment

    def outbox_row(self, mail_id):
        """state, SMTP code, detail and refused recipients of a mail in the outbox."""
        [[state, code, detail, rejected]] = self.sql("SELECT state, coalesce(smtp_code, 0), detail, rejected FROM outbox "
                                                     f"WHERE id = {quoted(mail_id)}")
        return state, int(code), detail, json.loads(rejected)

    def settled(self, mail_id, *states, seconds=10):
        """Waits until the mail is in one of these states."""
        return wait_until(lambda: (row := self.outbox_row(mail_id))[0] in states and row, seconds, f"{states} of a mail")

    def intake(self, seconds=10, **wanted):
        """Waits for this many intake rows in these states: intake(received=3, refused=1)."""
        def look():
            counts = dict(self.sql("SELECT state, count(*) FROM intake GROUP BY state"))
            return all(int(counts.get(state, 0)) == n for state, n in wanted.items())
        wait_until(look, seconds, f"intake rows {wanted}")

    def taken(self, n, seconds=10):
        """Waits until so many mails are in the intake, read or not."""
        wait_until(lambda: self.number("SELECT count(*) FROM intake") == n, seconds, f"{n} mails in the intake")

    def mailbox_state(self, state, seconds=10, name="support"):
        """Waits until the book says that of a mailbox. The detail."""
        def look():
            [[now, detail]] = self.sql(f"SELECT state, state_detail FROM mailboxes WHERE name = {quoted(name)}")
            return now == state and (detail or "-")
        return wait_until(look, seconds, f"mailbox {name} {state}")

    def pids(self):
        """The pids of the program and of its reader (0: it does not run)."""
        parent = self.pid("email")
        with contextlib.suppress(OSError):
            with open(f"/proc/{parent}/task/{parent}/children") as file:
                children = file.read().split()
            return parent, int(children[0]) if children else 0
        return parent, 0

    def peak_mb(self):
        """The most memory that program and reader had resident so far, in MB."""
        peaks = []
        for pid in filter(None, self.pids()):
            with open(f"/proc/{pid}/status") as file:
                peaks.append(int(next(line.split()[1] for line in file if line.startswith("VmHWM"))) / 1024)
        return peaks


def quoted(value):
    """A value as SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, (bool, int)):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
