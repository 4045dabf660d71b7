"""Mail from the outside: sends by SMTP, reads mailboxes by IMAP."""

import email
import email.policy
import imaplib
import smtplib
import ssl
import time
from email.message import EmailMessage
from email.utils import make_msgid


class Mail:
    """A customer's or a supporter's mail program, against the stack's real servers."""

    def __init__(self, stack):
        self.stack = stack

    def tls(self):
        """Trusts the stack's certificates, and no others."""
        return ssl.create_default_context(cafile=self.stack.ca_file)

    def compose(self, sender, to, subject, text, reply_to=None, **headers):
        """A mail as a person's program makes it. reply_to is the mail (parsed) that it answers."""
        mail = EmailMessage(policy=email.policy.SMTP)
        mail["From"] = sender
        mail["To"] = to
        mail["Subject"] = subject
        mail["Date"] = email.utils.formatdate(localtime=False)
        mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].rstrip(">"))
        if reply_to is not None:
            mail["In-Reply-To"] = reply_to["Message-ID"]
            mail["References"] = " ".join(filter(None, [reply_to["References"], reply_to["Message-ID"]]))
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        return mail

    def send(self, mail, sender=None, to=None):
        """Hands a mail (a message, or its bytes with sender and to) to the server, which answers for it from then on."""
        with smtplib.SMTP("127.0.0.1", self.stack.exim.smtp, timeout=30) as smtp:
            if isinstance(mail, bytes):
                smtp.sendmail(sender, [to] if isinstance(to, str) else to, mail)
            else:
                smtp.send_message(mail, from_addr=sender, to_addrs=to)
        return mail

    def open(self, user, password, folder="INBOX"):
        """An IMAP connection to a mailbox, over verified TLS."""
        imap = imaplib.IMAP4_SSL("localhost", self.stack.dovecot.imaps, ssl_context=self.tls(), timeout=30)
        imap.login(user, password)
        imap.select(folder)
        return imap

    def read(self, user, password, folder="INBOX"):
        """All mails of a mailbox, parsed."""
        imap = self.open(user, password, folder)
        try:
            numbers = imap.search(None, "ALL")[1][0].split()
            if not numbers:
                return []
            parts = imap.fetch(f"1:{len(numbers)}", "(BODY.PEEK[])")[1]
            return [email.message_from_bytes(part[1], policy=email.policy.default) for part in parts
                    if isinstance(part, tuple)]
        finally:
            imap.logout()

    def append(self, user, password, mails, folder="INBOX"):
        """Puts mails (bytes) into a mailbox by IMAP, past SMTP, as a move by a person's program would."""
        imap = self.open(user, password, folder)
        try:
            for mail in mails:
                imap.append(folder, None, None, mail)
        finally:
            imap.logout()

    def wait_for(self, user, password, match=lambda mail: True, seconds=15, folder="INBOX"):
        """The first mail in the mailbox that matches, once it is there."""
        end = time.monotonic() + seconds
        while True:
            mails = self.read(user, password, folder)
            for mail in mails:
                if match(mail):
                    return mail
            if time.monotonic() > end:
                subjects = [mail["Subject"] for mail in mails]
                raise AssertionError(f"no such mail for {user} within {seconds} s; there are {subjects}")
            time.sleep(0.1)
