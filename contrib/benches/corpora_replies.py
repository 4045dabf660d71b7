"""Are reply, quote and signature told apart? Measured on three sets of mails with known answers.

A set is a folder of pairs NAME.txt and NAME.expected:
  crisp            expected is what is new, without quote and signature
  talon-quote      expected is all that is not quoted: what is new, and the signature
  talon-signature  expected is what is new; there are no quotes

A case is right if the words are the same in the same order: runs of white space count as one space,
and nothing else is forgiven.
"""
import json
import pathlib
import subprocess
import sys

SETS = [("crisp", 41, False), ("talon-quote", 56, True), ("talon-signature", 18, False)]


def words(text):
	return (text or "").split()


def split(builddir, files):
	program = pathlib.Path(builddir) / "contrib/benches/replysplit"
	if not program.exists():
		subprocess.run(["make", "-s", "-C", str(builddir), "contrib/benches/replysplit"], check=True)
	out = subprocess.run([str(program), "text", *map(str, files)], check=True, capture_output=True).stdout
	return [json.loads(line) for line in out.splitlines()]


def run_set(folder, builddir, with_signature, show=True):
	files = sorted(folder.glob("*.txt"))
	right = 0
	for file, reply in zip(files, split(builddir, files) if files else []):
		expected = file.with_suffix(".expected").read_text(encoding="utf-8", errors="replace")
		got = words(reply["text"]) + (words(reply["signature"]) if with_signature else [])
		if got == words(expected):
			right += 1
		elif show:
			print(f"{folder.name}/{file.name}: expected {' '.join(words(expected))[:160]!r}, got {' '.join(got)[:160]!r}")
	return right, len(files)


def run(corpora_dir, builddir):
	"""Prints each exception and the figures; 0 if every goal is reached, 1 if one is short, 2 if a set is missing."""
	lines, status = [], 0
	for name, goal, with_signature in SETS:
		right, count = run_set(pathlib.Path(corpora_dir) / "replies" / name, builddir, with_signature)
		if count == 0:
			print(f"replies: no cases in {pathlib.Path(corpora_dir) / 'replies' / name}")
			return 2
		lines.append(f"figure replies-{name} {right} cases {goal} {'ok' if right >= goal else 'short'}")
		status = status if right >= goal else 1
	print("\n".join(lines))
	return status


if __name__ == "__main__":
	if len(sys.argv) != 3:
		sys.exit("usage: corpora_replies.py CORPORA_DIR BUILD_DIR")
	sys.exit(run(sys.argv[1], sys.argv[2]))
