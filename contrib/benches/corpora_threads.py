#!/usr/bin/python3
"""Threads against tickets: mboxes with the answer of an IMAP server's THREAD=REFERENCES beside them.

An mbox's mails arrive as one batch, in its order, in a mailbox of its own. The mails of one thread must be in one ticket, and no
two threads may share one. What a thread looks like inside is a mail client's business.

Two things are fitted to what a helpdesk is:
- The mails have no From: they get the envelope's sender of their mbox line. So all come from one person, and whom one trusts
  does not decide.
- The very same mail twice (same Message-ID, sender, subject and text) is another delivery of one message, not a thread of its own.
  A server that is handed it twice shows it twice; where the expected answer has it apart, it counts as right beside its twin.

The expected file's first THREAD line counts; what it says of later deletions is about folders. Files of other algorithms
(ORDEREDSUBJECT) are left out.
"""
import pathlib
import re
import sys
import tempfile

from receiving import database, receive


def split_mbox(text):
	"""(sender, mail) of each mail of an mbox."""
	parts = re.split(rb"(?m)^From (\S+)[^\n]*\n", text)
	return [(sender, mail.rstrip(b"\n") + b"\n") for sender, mail in zip(parts[1::2], parts[2::2])]


def with_sender(sender, mail):
	head = mail.split(b"\n\n", 1)[0]
	return mail if re.search(rb"(?mi)^from:", head) else b"From: " + sender + b"\n" + mail


def groups(expected):
	"""The threads of the first THREAD line, as sets of numbers; None if the file is about something else."""
	if "THREAD=REFERENCES" not in expected.splitlines()[0]:
		return None
	line = next(line for line in expected.splitlines() if line.lower().startswith("* thread"))
	threads, depth, word = [], 0, ""
	for char in line[len("* thread"):]:
		if char == "(":
			if depth == 0:
				threads.append(set())
			depth += 1
		if char.isdigit():
			word += char
		elif word:
			threads[-1].add(int(word))
			word = ""
		if char == ")":
			depth -= 1
	return threads


def agrees(threads, landed, mails):
	"""None if tickets and threads are the same, else what is wrong."""
	ticket = {number: entry.ticket for number, entry in enumerate(landed, 1)}
	twin = {number: mails.index(mail) + 1 for number, mail in enumerate(mails, 1)}
	for thread in threads:
		if len({ticket[number] for number in thread}) != 1:
			return f"the thread {sorted(thread)} is in the tickets {sorted({ticket[n] for n in thread})}"
	seen = {}
	for thread in threads:
		for number in thread:
			other = seen.setdefault(ticket[number], thread)
			if other is not thread and twin[number] not in other:
				return f"the threads {sorted(other)} and {sorted(thread)} share ticket {ticket[number]}"
	return None


def run(corpora_dir, builddir):
	count = right = 0
	for expected in sorted((pathlib.Path(corpora_dir) / "threads").glob("*.expected")):
		threads = groups(expected.read_text())
		if threads is None:
			continue
		last = max(max(thread) for thread in threads)	# later mails are appended after the first answer
		mails = [with_sender(*part) for part in split_mbox(expected.with_suffix(".mbox").read_bytes())][:last]
		count += 1
		with tempfile.TemporaryDirectory() as folder, database() as conninfo:
			files = []
			for number, mail in enumerate(mails, 1):
				files.append(pathlib.Path(folder) / f"{number}.eml")
				files[-1].write_bytes(mail)
			landed, _ = receive(builddir, conninfo, files)
			same = {mail: entry for mail, entry in zip(mails, landed) if entry}
			wrong = agrees(threads, [entry or same[mail] for mail, entry in zip(mails, landed)], mails)
		right += wrong is None
		if wrong:
			print(f"{expected.stem}: {wrong}")
	if count == 0:
		print(f"threads: no cases in {corpora_dir}/threads")
		return 2
	print(f"figure threads {right} groupings {count} {'ok' if right == count else 'short'}")
	return 0 if right == count else 1


if __name__ == "__main__":
	if len(sys.argv) != 3:
		sys.exit("usage: corpora_threads.py CORPORA_DIR BUILD_DIR")
	sys.exit(run(sys.argv[1], sys.argv[2]))
