#!/usr/bin/python3
"""What supportd reads in mails against what mail-parser reads in them, case by case.

A case agrees when subject, sender, text, and the number and sizes of the attachments are the same. What the two say in
different words is not held against either:

- Text is compared by its words. Characters that mail-parser could not decode (U+FFFD) match anything; NUL, which we
  never let in, is ignored. Where a part is format=flowed we join its lines and mail-parser does not, so the quote
  marks at their beginnings are ignored. HTML is compared by the text that is left without its tags, with what
  stands for its images, and without the marks that our text has for lists, rules, quotes and links.
- mail-parser puts a text part that it finds damaged (its is_encoding_problem: cut off before its closing boundary,
  say) among the attachments. Nobody attached it: it counts as text here, unless the sender calls it an attachment.
- So does the body of a multipart whose boundary never comes.
- Line ends count as one byte or two. A uuencoded attachment is as large as it is decoded.
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
    markup = re.sub(r"""(?is)<img\b[^>]*\balt\s*=\s*("([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>""",
                    lambda m: " %s " % (m.group(2) or m.group(3) or m.group(4) or ""), markup)
    markup = re.sub(r"(?is)<(style|script|title)\b.*?</\1\s*>|<!--.*?-->", " ", markup)
    markup = re.sub(r"(?s)<[^>]*>", " ", markup)
    return html.unescape(markup)


def words(text):
    return re.sub(r"[\s\x00\xa0\ufeff\u200b]+", " ", text or "").strip()


def letters(text, flowed, is_html):
    if is_html:
        text = re.sub(r"<[a-z]+:[^>]*>|[-*_=|]", "", text or "")
    return re.sub(r"[\s>\x00\xa0\ufeff\u200b]+" if flowed or is_html else r"[\s\x00\xa0\ufeff\u200b]+", "", text or "")


def uudecoded(data):
    """The size of the first uuencoded file in data, None if there is none."""
    size = None
    for line in data.splitlines():
        if size is None:
            size = 0 if re.match(rb"begin [0-7]+ ", line) else None
        elif line == b"end":
            return size
        elif line:
            size += (line[0] - 32) & 63
    return None


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

        self.is_html = any(self.is_html_part(i) for i in self.text_parts)

    def is_html_part(self, i):
        return body(self.parts[i])[0] == "Html" or content_type(self.parts[i])[0] == "text/html"

    def is_damaged_text(self, i):
        part = self.parts[i]
        kind = content_type(part)[0]
        if is_attached(part) or body(part)[0] not in ("Text", "Html"):
            return False
        return kind.startswith("multipart/") or (part["is_encoding_problem"] and kind in ("", "text/plain", "text/html"))

    def text(self):
        out = []
        for i in self.text_parts:
            value = body(self.parts[i])[1]
            out.append(text_of_html(value) if self.is_html_part(i) else value)
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
            data = bytes(value)
            plain = uudecoded(data)
            return {plain} if plain is not None else {len(data), len(data) + data.count(b"\n") - data.count(b"\r\n")}
        plain = uudecoded(value.encode())
        if plain is not None:
            return {plain}
        # Text comes converted from mail-parser and as it was sent from us.
        ends = value.count("\n") - value.count("\r\n")
        sizes = {len(value.encode()), len(value), len(value) + ends, len(value.encode()) + ends}
        charset = content_type(part)[1].get("charset")
        try:
            size = len(value.encode(charset or "ascii"))
            sizes |= {size, size + ends}
        except (LookupError, UnicodeError):
            pass
        return sizes

    def size_agrees(self, i, size):
        # Line ends and a blank line at the end of a mail in the mail are no content.
        slack = 4 if body(self.parts[i])[0] == "Message" else 0
        return any(abs(size - right) <= slack for right in self.sizes(i))


def all_parts(parts):
    for part in parts:
        yield part
        kind, value = body(part)
        if kind == "Message":
            yield from all_parts(value["parts"])


def reason(case):
    """Why ours is right or bearable, by the kind of the difference; None if we know no reason."""
    parts = list(all_parts(case.parts))
    bounds = [content_type(part)[1]["boundary"] for part in parts if "boundary" in content_type(part)[1]]
    exact = set(bounds) | {b + "--" for b in bounds}
    lines = [line.rstrip() for line in case.raw.decode("utf-8", "replace").splitlines()]
    texts = [body(part)[1] for part in parts if body(part)[0] in ("Text", "Html")]
    if any("--" + b == line.rstrip() for b in bounds for text in texts for line in text.splitlines()):
        return "right: the boundary of a multipart around ends the parts within (RFC 2046, 5.1.2); mail-parser reads over it"
    if any(one != other and (one + "--").startswith(other) for one in bounds for other in bounds):
        return "bearable: boundaries that begin alike, and multiparts that overlap: there is no right answer"
    children = {content_type(part)[1].get("boundary"): len(body(part)[1]) for part in parts if body(part)[0] == "Multipart"}
    if any(b is not None and lines.count("--" + b) > n for b, n in children.items()):
        return "right: the boundary of a multipart around ends a header too (RFC 2046, 5.1.2); mail-parser reads over it"
    if any(line.startswith("--" + b) and line[2:] not in exact for b in bounds for line in lines):
        return "right: a line that only begins like a boundary is none (RFC 2046, 5.1.1); mail-parser takes it for one"
    if any("--" + b in line and not line.startswith("--" + b) for b in bounds for line in lines):
        return "right: a boundary within a line is none (RFC 2046, 5.1.1); mail-parser takes it for one"
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
    if not same(letters(text, case.flowed, case.is_html), letters(ours["text"], case.flowed, case.is_html)):
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


def run(corpora_dir, builddir):
    """Prints exceptions and the figure; 0 if the goal is reached, else 1."""
    mailread_path = os.path.join(builddir, "contrib/benches/mailread")
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
        why = reason(case)
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
        sys.exit("usage: corpora_mime.py CORPORA BUILD")
    sys.exit(run(sys.argv[1], sys.argv[2]))
