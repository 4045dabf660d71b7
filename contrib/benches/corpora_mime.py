#!/usr/bin/python3
"""What supportd reads in mails against what mail-parser reads in them, case by case.

A case agrees when subject, sender, text, and the number and sizes of the attachments are the same. What the two say in
different words is not held against either:

- Text is compared by its words. Characters that mail-parser could not decode (U+FFFD) match anything; NUL, which we
  never let in, is ignored. Where a part is format=flowed we join its lines and mail-parser does not, so the quote
  marks at their beginnings are ignored. HTML is compared by the text that is left without its tags.
- mail-parser puts a text part that it finds damaged (its is_encoding_problem: cut off before its closing boundary,
  say) among the attachments. Nobody attached it: it counts as text here, unless the sender calls it an attachment.
- A mail within the mail is as large as its bytes in the file are, decoded if it was encoded; its line ends and the
  blank line at its end are not counted.

Everything else is an exception, and is printed with the reason why ours is right or bearable, computed from the
kind of the difference.
"""
import base64
import html
import json
import os
import re
import subprocess
import sys

GOAL = 98
BODIES = ("Text", "Html", "Binary", "InlineBinary", "Message", "Multipart")


def header(part, name):
    found = [h["value"] for h in part["headers"] if h["name"] == name]
    return found[-1] if found else None


def content_type(part):
    value = header(part, "content_type")
    value = value.get("ContentType") if isinstance(value, dict) else None
    if not value:
        return "", {}
    kind = "%s/%s" % (value["c_type"], value["c_subtype"] or "")
    return kind.lower(), {a["name"].lower(): a["value"] for a in value["attributes"] or []}


def is_attached(part):
    value = header(part, "content_disposition")
    value = value.get("ContentType") if isinstance(value, dict) else None
    return bool(value) and value["c_type"].lower() == "attachment"


def body(part):
    for kind in BODIES:
        if isinstance(part["body"], dict) and kind in part["body"]:
            return kind, part["body"][kind]
    return "", None


def text_of_html(markup):
    markup = re.sub(r"(?is)<(style|script|title)\b.*?</\1\s*>|<!--.*?-->", " ", markup)
    markup = re.sub(r"(?s)<[^>]*>", " ", markup)
    return html.unescape(markup)


def words(text):
    return re.sub(r"[\s\x00\xa0\ufeff\u200b]+", " ", text or "").strip()


def letters(text, flowed):
    return re.sub(r"[\s>\x00\xa0\ufeff\u200b]+" if flowed else r"[\s\x00\xa0\ufeff\u200b]+", "", text or "")


def same(expected, ours):
    """Equal, where U+FFFD in what is expected stands for anything."""
    if expected == ours:
        return True
    if "\ufffd" not in expected:
        return False
    pattern = ".{0,4}".join(re.escape(piece) for piece in re.split("\ufffd+", expected))
    return re.fullmatch(pattern, ours, re.S) is not None


class Case:
    """What mail-parser says."""

    def __init__(self, message, raw):
        self.message, self.raw, self.parts = message, raw, message["parts"]
        root = self.parts[0] if self.parts else {"headers": []}
        subject = header(root, "subject")
        self.subject = words(subject.get("Text", "")) if isinstance(subject, dict) else ""
        sender = header(root, "from")
        listed = sender.get("Address", {}).get("List", []) if isinstance(sender, dict) else []
        self.sender = (listed[0]["name"], listed[0]["address"]) if listed else (None, None)
        damaged = [i for i in message["attachments"] if self.is_damaged_text(i)]
        self.text_parts = sorted(set(message["text_body"] + damaged))
        self.text_parts = [i for i in self.text_parts if body(self.parts[i])[0] in ("Text", "Html")]
        self.attachments = [i for i in message["attachments"] if i not in damaged]
        self.flowed = any(content_type(self.parts[i])[1].get("format", "").lower() == "flowed" for i in self.text_parts)

    def is_damaged_text(self, i):
        part = self.parts[i]
        kind = content_type(part)[0]
        return part["is_encoding_problem"] and not is_attached(part) and kind in ("", "text/plain", "text/html")

    def text(self):
        out = []
        for i in self.text_parts:
            kind, value = body(self.parts[i])
            is_html = kind == "Html" or content_type(self.parts[i])[0] == "text/html"
            out.append(text_of_html(value) if is_html else value)
        return "\n".join(out)

    def encoded(self, i):
        """The part's bytes as they stand in the mail."""
        part = self.parts[i]
        return self.raw[part["offset_body"]:part["offset_end"]]

    def sizes(self, i):
        """The sizes that are right for an attachment."""
        part = self.parts[i]
        kind, value = body(part)
        if kind == "Message":
            data = self.encoded(i)
            if words(json.dumps(header(part, "content_transfer_encoding"))).lower().find("base64") >= 0:
                data = base64.b64decode(re.sub(rb"[^A-Za-z0-9+/=]", b"", data) + b"==")
            return {len(data.rstrip()), len(data.replace(b"\r\n", b"\n").rstrip())}
        if kind in ("Binary", "InlineBinary"):
            return {len(value)}
        # Text comes converted from mail-parser and as it was sent from us.
        sizes = {len(value.encode()), len(value)}
        charset = content_type(part)[1].get("charset")
        try:
            sizes.add(len(value.encode(charset or "ascii")))
        except (LookupError, UnicodeError):
            pass
        return sizes

    def size_agrees(self, i, size):
        # Line ends and a blank line at the end of a mail in the mail are no content.
        slack = 4 if body(self.parts[i])[0] == "Message" else 0
        return any(abs(size - right) <= slack for right in self.sizes(i))


def closed(raw, boundary):
    return re.search(rb"(?m)^--" + re.escape(boundary.encode()) + rb"--\s*$", raw) is not None


def boundaries(case):
    found = []
    for part in case.parts:
        kind, attributes = content_type(part)
        if kind.startswith("multipart/") and "boundary" in attributes:
            found.append(attributes["boundary"])
    return found


def reason(case, ours, differs):
    """Why ours is right or bearable, by the kind of the difference; None if we know no reason."""
    bounds = boundaries(case)
    lines = [line.rstrip() for line in case.raw.decode("utf-8", "replace").splitlines()]
    if any(part["body"] == {"Text": body(part)[1]} and content_type(part)[0].startswith("multipart/")
           for part in case.parts) and "attachments" in differs:
        return "right: the mail calls itself multipart but its boundary never comes; its text is shown, not attached"
    if any("uuencode" in json.dumps(header(case.parts[i], "content_transfer_encoding")).lower()
           for i in case.attachments):
        return "right: uuencoded attachments are decoded, mail-parser leaves them encoded"
    if any(line.startswith("--" + b) and line not in ("--" + b, "--" + b + "--") and line[2:] not in bounds + [x + "--" for x in bounds]
           for b in bounds for line in lines):
        return "right: a line that only begins like a boundary is none (RFC 2046, 5.1.1); mail-parser takes it for one"
    for part in case.parts:
        kind, value = body(part)
        if isinstance(value, str) and any(line.rstrip() == "--" + b for b in bounds for line in value.splitlines()):
            return "right: the boundary of a multipart around ends the parts within (RFC 2046, 5.1.2); mail-parser reads over it"
    if any(body(part)[0] == "Message" and body(case.parts[0])[0] == "Message" for part in case.parts[:1]):
        return "bearable: a mail that is nothing but another mail"
    return None


def compare(case, ours):
    differs = []
    if "error" in ours:
        return ["error " + ours["error"]]
    if not same(case.subject, words(ours["subject"])):
        differs.append("subject")
    name, address = case.sender
    if not same(words(name), words(ours["from"]["name"])) or (address or "").lower() != (ours["from"]["address"] or "").lower():
        differs.append("from")
    text = case.text()
    if not same(letters(text, case.flowed), letters(ours["text"], case.flowed)):
        differs.append("text")
    sizes = [a["size"] for a in ours["attachments"]]
    if len(sizes) != len(case.attachments) or not all(case.size_agrees(i, s) for i, s in zip(case.attachments, sizes)):
        differs.append("attachments")
    return differs


def describe(case, ours, differs):
    if "subject" in differs:
        print("    subject: %r, mail-parser %r" % (ours["subject"], case.subject))
    if "from" in differs:
        print("    from: %r, mail-parser %r" % (ours["from"], case.sender))
    if "text" in differs:
        print("    text: %r" % words(ours["text"])[:160])
        print("    mail-parser: %r" % words(case.text())[:160])
    if "attachments" in differs:
        print("    attachments: %r, mail-parser %r" % ([a["size"] for a in ours["attachments"]],
                                                     [sorted(case.sizes(i)) for i in case.attachments]))


def run(corpora_dir, mailread_path):
    top = os.path.join(corpora_dir, "mime")
    files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(top) for name in names
                   if name.endswith(".eml"))
    if not files:
        print("no mails in %s" % top)
        return 1
    out = subprocess.run([mailread_path] + files, stdout=subprocess.PIPE, check=True).stdout
    read = {ours["file"]: ours for ours in map(json.loads, out.splitlines())}
    agree = unexplained = 0
    for path in files:
        with open(path[:-4] + ".json", encoding="utf-8") as expected, open(path, "rb") as mail:
            case = Case(json.load(expected), mail.read())
        ours = read[path]
        differs = compare(case, ours)
        if not differs:
            agree += 1
            continue
        why = reason(case, ours, differs)
        unexplained += why is None
        print("%s: %s: %s" % (os.path.relpath(path, top), ", ".join(differs), why or "no known reason"))
        if "error" not in ours:
            describe(case, ours, differs)
    print("%d of %d agree; of %d exceptions %d have no known reason" % (agree, len(files), len(files) - agree, unexplained))
    good = agree >= GOAL
    print("figure mime %d cases %d %s" % (agree, GOAL, "ok" if good else "short"))
    return 0 if good else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: corpora_mime.py CORPORA MAILREAD")
    sys.exit(run(sys.argv[1], sys.argv[2]))
