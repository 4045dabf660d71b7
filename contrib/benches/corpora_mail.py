#!/usr/bin/python3
"""A folder of mails that people wrote, all through the whole way in.

Nobody in it is known, so a reply may join its parent's ticket (its sender takes part in it) or be held on it (a stranger).
Either is right; a ticket of its own is not. A reply's parent is what In-Reply-To names, else the last of References. The mails
come in the order in which they were sent (Date), a hundred at a time, as they would from a mailbox. In the order of the folder, where some
answers come hundreds of mails before what they answer, a few replies find another ticket: that is printed too, and is no figure.

None of them is a bounce; at most three are called an auto-reply.
"""
import email
import email.utils
import pathlib
import re
import sys

from receiving import database, receive

AUTO_REPLIES_MOST = 3


def ids(value):
	return re.findall(r"<([^<>\s]+)>", str(value or ""))


def parents(files):
	"""file: the file of its parent, for each whose parent is among them."""
	own, asked = {}, {}
	for file in files:
		with open(file, "rb") as mail:
			head = email.message_from_binary_file(mail)
		for message_id in ids(head["Message-ID"])[:1]:
			own.setdefault(message_id, file)
		asked[file] = ids(head["In-Reply-To"])[:1] or ids(head["References"])[-1:]
	return {file: own[named[0]] for file, named in asked.items() if named and named[0] in own and own[named[0]] != file}


def sent(file):
	with open(file, "rb") as mail:
		value = email.message_from_binary_file(mail)["Date"]
	try:
		return email.utils.parsedate_to_datetime(str(value)).timestamp()
	except (TypeError, ValueError):
		return 0.0


def in_parents_ticket(answers, went):
	return sum(1 for file, parent in answers.items() if went[file].ticket == went[parent].ticket != "0")


def run(corpora_dir, builddir):
	files = sorted((pathlib.Path(corpora_dir) / "mail").glob("*.eml"))
	if not files:
		print(f"mail: no mails in {corpora_dir}/mail")
		return 2
	answers = parents(files)
	with database() as conninfo:
		landed, _ = receive(builddir, conninfo, files)
		print(f"in the folder's order: {in_parents_ticket(answers, dict(zip(files, landed)))} of {len(answers)} replies are with their parent")
	files.sort(key=sent)
	with database() as conninfo:
		landed, seconds = receive(builddir, conninfo, files)
	went = dict(zip(files, landed))
	come = sum(1 for entry in landed if entry and entry.state in ("received", "duplicate", "held", "ignored"))
	for file, entry in went.items():
		if entry is None or entry.state not in ("received", "duplicate", "held"):
			print(f"{file.name}: {entry.state if entry else 'lost'} {entry.reason if entry else ''}")
	right = held = 0
	for file, parent in answers.items():
		same = went[file].ticket == went[parent].ticket != "0"
		right += same
		held += same and went[file].state == "held"
		if not same:
			print(f"{file.name}: {went[file].state} ({went[file].reason}) with ticket {went[file].ticket}, "
			      f"its parent {parent.name}: {went[parent].state} with ticket {went[parent].ticket}")
	bounces = sum(1 for entry in landed if entry and entry.kind == "bounce")
	automatic = sum(1 for entry in landed if entry and entry.kind == "auto_reply")
	percent = 100 * right / len(answers) if answers else 100
	print(f"{len(files)} mails, {len(set(e.ticket for e in landed if e))} tickets, {len(answers)} replies whose parent is there, {right - held} "
	      f"of them joined, {held} held; {bounces} called bounce, {automatic} called auto-reply; {len(files) / seconds:.0f} mails/s received")
	lines = [("mail-in", come, "mails", len(files), come == len(files)),
	         ("mail-replies-with-parent", f"{percent:.4g}", "percent", 100, right == len(answers)),
	         ("mail-called-bounce", bounces, "mails", 0, bounces == 0),
	         ("mail-called-auto-reply", automatic, "mails", AUTO_REPLIES_MOST, automatic <= AUTO_REPLIES_MOST)]
	for name, value, unit, goal, good in lines:
		print(f"figure {name} {value} {unit} {goal} {'ok' if good else 'short'}")
	return 0 if all(line[-1] for line in lines) else 1


if __name__ == "__main__":
	if len(sys.argv) != 3:
		sys.exit("usage: corpora_mail.py CORPORA_DIR BUILD_DIR")
	sys.exit(run(sys.argv[1], sys.argv[2]))
