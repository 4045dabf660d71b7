#!/usr/bin/python3
"""What supportd reads in bounces against the labels of the sisimai project, mail by mail; and that it calls no ordinary
mail a bounce.

A mail counts as right when all its recipients are. sisimai tells some thirty reasons apart and we tell four; REASONS says
which of our words agree with each of theirs, and why. Three kinds of mail in the set are no bounces:

- "vacation": an absence note. Right is auto_reply.
- "delivered": a receipt; nothing bounced. Right is auto_reply, or list.
- a mail that a mailing list passed on to its members (List-Post, X-BeenThere): it tells of the list's mail. sisimai
  calls it a bounce, so it counts as not recognised here.

"Address missed" is checked against the mail's bytes: what Final-Recipient, Original-Recipient, X-Failed-Recipients or
RCPT TO name, else the returned message's To, and we do not. Where we name another than those, it is printed.
"""
import collections
import json
import os
import re
import subprocess
import sys

NO, FULL, REFUSED, LATER, COMPLAINT, UNKNOWN = ("no_such_address", "mailbox_full", "refused", "temporary", "complaint",
                                                "unknown")
REASONS = {
    # The address, its mailbox or its domain is not there.
    "userunknown": {NO}, "hostunknown": {NO}, "hasmoved": {NO},
    "notaccept": {NO},          # the host takes no mail at all: a null MX, "does not accept mail"
    "suspend": {NO},            # the account was closed; soft in their labels, as it may be opened again
    "mailboxfull": {FULL},
    # Somebody decided not to take it.
    "blocked": {REFUSED}, "spamdetected": {REFUSED}, "policyviolation": {REFUSED}, "authfailure": {REFUSED},
    "rejected": {REFUSED}, "filtered": {REFUSED}, "securityerror": {REFUSED}, "badreputation": {REFUSED},
    "requireptr": {REFUSED}, "norelaying": {REFUSED}, "mesgtoobig": {REFUSED}, "notcompliantrfc": {REFUSED},
    "virusdetected": {REFUSED}, "contenterror": {REFUSED},
    # Trouble that may pass.
    "expired": {LATER}, "networkerror": {LATER}, "systemerror": {LATER}, "mailererror": {LATER}, "toomanyconn": {LATER},
    "speeding": {LATER}, "systemfull": {LATER},
    "exceedlimit": {LATER, REFUSED},    # a limit of size or of number: their word does not say which
    "syntaxerror": {LATER, REFUSED},    # the two servers did not understand each other
    "onhold": {LATER, UNKNOWN},         # their word for "cannot be decided", mostly of temporary failures
    "undefined": {LATER, UNKNOWN},
    "feedback": {COMPLAINT},
}
NO_BOUNCE = {"vacation", "delivered"}
ADDRESS = re.compile(rb"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]*[A-Za-z0-9]")
FIELDS = re.compile(rb"(?im)^\s*(?:(?:final|original)-recipient\s*:|x-failed-recipients\s*:|original-rcpt-to\s*:|"
                    rb"(?:>>>|in:)?\s*rcpt to\s*:)[^\r\n]*")
RETURNED_TO = re.compile(rb"(?im)^\s*to\s*:[^\r\n]*")


def labels(folder):
    found = collections.OrderedDict()
    with open(os.path.join(folder, "labels.tsv"), encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            name, _, _, reason, hard = line.rstrip("\n").split("\t")
            found.setdefault(name, []).append((reason, hard == "true"))
    return found


def read_mails(build, files):
    """The mails of files as mailread reads them, by their names."""
    mails = {}
    for at in range(0, len(files), 200):
        out = subprocess.run([os.path.join(build, "contrib/benches/mailread")] + files[at:at + 200], check=True,
                             stdout=subprocess.PIPE).stdout
        for line in out.splitlines():
            mail = json.loads(line)
            mails[os.path.basename(mail["file"])] = mail
    return mails


def hard_agrees(wanted, recipients):
    ours = sorted(one["hard"] for one in recipients)
    theirs = sorted(hard for _, hard in wanted)
    return ours == theirs or (len(ours) != len(theirs) and set(ours) == set(theirs))


def reason_agrees(wanted, recipients):
    sets = [REASONS.get(reason, set()) for reason, _ in wanted]
    ours = [one["reason"] for one in recipients]
    return all(any(one in allowed for one in ours) for allowed in sets) and \
        all(any(one in allowed for allowed in sets) for one in ours)


def named_in(path):
    """The addresses that fields for it name as failed; where there are none, those to which the returned message went."""
    with open(path, "rb") as file:
        raw = file.read()
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    failed = b"\n".join(line for line in head.split(b"\n") if line.lower().startswith(b"x-failed"))
    for pattern in FIELDS, RETURNED_TO:
        named = {found.lower().decode() for line in pattern.findall(failed + b"\n" + body)
                 for found in ADDRESS.findall(line)}
        if named:
            return named
    return set()


def check_address(count, name, recipients, mail, path):
    """Missed: none given, or the sender's own where another is named."""
    named = named_in(path)
    ours = {(one["address"] or "").lower() for one in recipients}
    senders = {one["address"].lower() for one in mail["to"] if one["address"]}
    if not ours & named and (named - senders) and ("" in ours or ours <= senders):
        count.missed += 1
        print("%s: address missed: we say %s, it names %s" % (name, ", ".join(ours) or "nobody", ", ".join(sorted(named))))
    elif named and not ours & named:
        print("%s: we say %s where fields name %s" % (name, ", ".join(ours), ", ".join(sorted(named))))
    elif "" in ours:
        print("%s: the mail names no address" % name)


def says(recipients):
    return "; ".join("%s %s %s <%s> %s" % (one["reason"], "hard" if one["hard"] else "soft", one["status"] or "-",
                                           one["address"] or "", (one["diagnostic"] or "")[:100]) for one in recipients)


class Count:
    def __init__(self):
        self.recognised = self.hard = self.reason = self.missed = 0


def check_bounce(count, name, wanted, mail, path):
    theirs = ", ".join("%s%s" % (reason, " hard" if hard else "") for reason, hard in wanted)
    if all(reason in NO_BOUNCE for reason, _ in wanted):
        right = mail.get("kind") in ("auto_reply", "list")
        count.hard += right
        count.reason += right
        if not right:
            print("%s: %s, and we say %s (%s)" % (name, theirs, mail.get("kind"), mail.get("kind_reason")))
        return
    if mail.get("kind") != "bounce":
        print("%s: not recognised (%s): we say %s (%s)" % (name, theirs, mail.get("kind"), mail.get("kind_reason")))
        return
    recipients = mail["bounce"]["recipients"]
    hard, reason = hard_agrees(wanted, recipients), reason_agrees(wanted, recipients)
    count.recognised += 1
    count.hard += hard
    count.reason += reason
    if not (hard and reason):
        print("%s: %s; we say %s" % (name, theirs, says(recipients)))
    check_address(count, name, recipients, mail, path)


def check_people(corpora, build):
    folder = os.path.join(corpora, "mail")
    files = sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".eml"))
    kinds = collections.Counter()
    for name, mail in read_mails(build, files).items():
        kinds[mail.get("kind")] += 1
        if mail.get("kind") != "person":
            print("mail/%s: %s (%s): %s" % (name, mail.get("kind"), mail.get("kind_reason"), mail.get("subject")))
    return kinds


def figure(name, value, goal, at_least):
    ok = value >= goal if at_least else value <= goal
    print("figure %s %d mails %d %s" % (name, value, goal, "ok" if ok else "short"))
    return ok


def run(corpora_dir, builddir):
    folder = os.path.join(corpora_dir, "bounces")
    wanted = labels(folder)
    mails = read_mails(builddir, [os.path.join(folder, name) for name in wanted])
    count = Count()
    for name, label in wanted.items():
        check_bounce(count, name, label, mails.get(name, {}), os.path.join(folder, name))
    kinds = check_people(corpora_dir, builddir)
    return 0 if all([
        figure("bounces-recognised", count.recognised, 305, True),
        figure("bounces-hard", count.hard, 290, True),
        figure("bounces-reason", count.reason, 265, True),
        figure("bounces-address-missed", count.missed, 0, False),
        figure("mail-called-bounce", kinds["bounce"], 0, False),
        figure("mail-called-auto-reply", kinds["auto_reply"], 3, False),
    ]) else 1


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:3]) if len(sys.argv) == 3 else "usage: corpora_bounces.py CORPORA BUILD")
