"""Mail in: supportd-email beside the bare parts on the same mails in the same run, its memory, and what a wake-up costs."""

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

from harness.mail import Mail
from harness.place import NotReady, wait_until
from harness.post import Post
from harness.stack import Stack
from run import figure

DOMAIN = "acme.example"    # which the mails are written to: ours is its support mailbox
MAILS = 20000
OLD_MAILS = 100000
WAKE_UPS = 20
ROUNDS = 3
WORDS = ("the takeoff shows no walls after upload invoice plan page team member cannot open export roof area looks wrong when we "
         "changed scale yesterday could you please check project number customer waiting since monday thanks for your help").split()


def letter(number, words):
    """A mail of about 4 KB as a customer's program writes it: text and HTML."""
    text = "\r\n\r\n".join(" ".join(words.choices(WORDS, k=40)) + "." for _ in range(5))
    html = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\r\n\r\n"))
    sender = words.randrange(4000)
    return (f"Received: from mx.client{sender % 50}.example by mail.acme.example; Mon, 2 Mar 2026 10:00:00 +0000\r\n"
            f"From: Customer {sender} <c{sender}@client{sender % 50}.example>\r\nTo: support@{DOMAIN}\r\n"
            f"Message-ID: <{number}.{words.getrandbits(64):x}@client.example>\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\n"
            f"Subject: {' '.join(words.choices(WORDS, k=5))}\r\nMIME-Version: 1.0\r\n"
            f'Content-Type: multipart/alternative; boundary="b{number}"\r\n\r\n--b{number}\r\n'
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n\r\nBest regards\r\nCustomer {sender}\r\n--b{number}\r\n"
            f"Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>{html}<p>Best regards<br>Customer {sender}</p></body></html>"
            f"\r\n--b{number}--\r\n").encode()


def fill(stack, user, mails):
    """Puts mails into a mailbox as its delivery program would, past all servers."""
    folder = os.path.join(stack.dovecot.maildir(user), "new")
    for made in ("new", "cur", "tmp"):
        os.makedirs(os.path.join(stack.dovecot.maildir(user), made), exist_ok=True)
    size = 0
    for number, mail in enumerate(mails):
        with open(os.path.join(folder, f"{1700000000 + number}.M{number}.bench,S={len(mail)}"), "wb") as file:
            size += file.write(mail)
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", f"{stack.user.pw_uid}:{stack.user.pw_gid}", os.path.join(stack.folder, "mail")], check=True)
    return size


def open_once(stack, user):
    """Has Dovecot index a mailbox, so that nobody is charged for that."""
    imap = Mail(stack).open(*user)
    imap.search(None, "LARGER 1")
    imap.logout()


def mailbox(stack, name, mails):
    user = (name, "pw-" + name)
    stack.add_mailbox(*user)
    size = fill(stack, name, mails)
    open_once(stack, user)
    return user, size


def new_post(stack, name, **settings):
    return Post(stack, tempfile.mkdtemp(prefix="bench-", dir=stack.folder), name=name, **settings)


def the_floor(stack, build, user):
    database = stack.postgres.database()
    ran = subprocess.run([os.path.join(build, "contrib/benches/email_floor"), str(stack.dovecot.imap), *user,
                          stack.postgres.dsn(database)], capture_output=True, text=True)
    if ran.returncode != 0:
        raise NotReady(ran.stderr)
    mails, seconds, kilobytes = ran.stdout.split()
    return int(mails) / float(seconds), int(kilobytes) / 1024


def ours(stack, name, mails):
    """Mails a second from the program's start to the last ticket, and the most memory of program and reader."""
    post = new_post(stack, name, domain=DOMAIN).create()
    fill(stack, post.mailbox[0], mails)
    open_once(stack, post.mailbox)
    # The floor writes no acknowledgements and speaks no TLS; so do we, here.
    post.change_mailbox(sends_ack=False, imap_security="none", imap_port=stack.dovecot.imap)
    began = time.monotonic()
    post.start("email")
    wait_until(lambda: post.number("SELECT count(*) FROM intake WHERE state <> 'stored'") == len(mails), 600, "all mails", pause=0.1)
    seconds = time.monotonic() - began
    peak = sum(post.peak_mb())
    assert post.number("SELECT count(*) FROM intake WHERE state = 'received'") == len(mails)
    post.remove()
    return len(mails) / seconds, peak


def wake_ups(stack, name, old):
    """Bytes and milliseconds from a wake-up to a mail that is stored and flagged, with so many old mails in the folder."""
    post = new_post(stack, name, log_level="debug").create()
    fill(stack, post.mailbox[0], (f"Subject: old {n}\r\n\r\nold\r\n".encode() for n in range(old)))
    open_once(stack, post.mailbox)
    post.change_mailbox(start_at="now", sends_ack=False)
    post.start("email")
    post.mailbox_state("watching", seconds=60)
    for number in range(WAKE_UPS):
        Mail(stack).append(*post.mailbox, [f"From: a@b.example\r\nSubject: new {number:03}\r\n\r\nnew\r\n".encode()])
        post.taken(number + 1)
        time.sleep(0.1)
    looks = re.findall(r" new=1 bytes=(\d+) us=(\d+) looked", post.log("email"))
    post.remove()
    middle = sorted((int(us), int(size)) for size, us in looks)[len(looks) // 2]
    return middle[1], middle[0] / 1000


def main(arguments):
    rounds = int(arguments[0]) if arguments else ROUNDS
    build = os.environ["SUPPORTD_BUILD"]
    words = random.Random(7)
    mails = [letter(number, words) for number in range(MAILS)]
    stack = Stack(tempfile.mkdtemp(prefix="supportd-bench-", dir="/tmp"), durable=True, tie=True)
    try:
        stack.start()
        print(f"{MAILS} mails of {sum(map(len, mails)) // MAILS} bytes, 100 a trip and a transaction, fsync on; medians of {rounds} rounds")
        floors, rates, peaks = [], [], []
        for turn in range(rounds):
            user, _ = mailbox(stack, f"floor{turn}", mails)
            floors.append(the_floor(stack, build, user)[0])
            rate, peak = ours(stack, f"ours{turn}", mails)
            rates.append(rate)
            peaks.append(peak)
            print(f"  the parts alone {floors[-1]:6.0f} mails/s   supportd-email {rate:6.0f} mails/s   {peak:3.0f} MB resident")
        empty = wake_ups(stack, "empty", 0)
        full = wake_ups(stack, "full", OLD_MAILS)
        print(f"  a wake-up: {empty[0]} bytes, {empty[1]:.1f} ms in an empty folder; {full[0]} bytes, {full[1]:.1f} ms beside {OLD_MAILS} old mails")
        rate, floor = statistics.median(rates), statistics.median(floors)
        ratio = rate / floor
        figure("email-rate", f"{rate:.0f}", "mails/s", "-", True)
        figure("email-floor", f"{floor:.0f}", "mails/s", "-", True)
        figure("email-ratio", f"{ratio:.2f}", "of-the-floor", ">=0.40", ratio >= 0.4)
        figure("email-resident-mb", f"{max(peaks):.0f}", "MB", "<=40", max(peaks) <= 40)
        figure("email-wakeup-bytes", f"{full[0] - empty[0]:+d}", "bytes-more-beside-100000", "<=64", full[0] - empty[0] <= 64)
        figure("email-wakeup-ms", f"{full[1]:.1f}", f"ms,{empty[1]:.1f}-if-empty", "<=+5", full[1] - empty[1] <= 5)
        return 0
    finally:
        stack.remove()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
