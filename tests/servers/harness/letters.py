"""Mail as customers write it, made up by the thousand: the same seed, the same mails."""

import base64
import email.utils
import quopri
import random

WORDS = {
    "en": "the estimate crew schedule invoice does not open since this morning and our client is waiting on site for the "
          "change order with framing permit photos plan daily log takeoff sync error page button again thanks please".split(),
    "es": "la factura el presupuesto no abre desde esta mañana y nuestro cliente espera en la obra la orden de cambio con "
          "fotos permiso plano diario error página botón otra vez gracias por favor señal teléfono sincronización".split(),
}
NAMES = ("Ana", "José", "Dana", "Sam", "Lucía", "Owen", "Priya", "Mateo", "June", "Zoë")
SMALL_SHAPES = ("plain", "plain", "spanish", "alternative", "attachment")


class Letters:
    """Makes mails to one address, from people of one domain. A mail is a Letter."""

    def __init__(self, seed, to, domain, people=60, size=2000):
        self.random = random.Random(seed)
        self.to = to
        self.domain = domain
        self.people = people
        self.size = size
        self.made = 0

    def letter(self, shape=None, answers=None):
        """The next mail, in one of the SMALL_SHAPES or `large`; answers is a letter that its writer takes up again."""
        self.made += 1
        person = answers.sender if answers else f"person{self.random.randrange(self.people)}@{self.domain}"
        return Letter(self, self.made, shape or self.random.choice(SMALL_SHAPES), person, self.random.choice(NAMES), answers)

    def text(self, language, size):
        """Lines of words, about so many characters."""
        lines, length = [], 0
        while length < size:
            lines.append(" ".join(self.random.choices(WORDS[language], k=self.random.randint(6, 13))))
            length += len(lines[-1]) + 1
        return "\n".join(lines)

    def noise(self, size):
        """Bytes that compress as little as a photo."""
        return self.random.randbytes(size)


class Letter:
    """One mail: sender, message_id (without <>), subject, a mark that stands only in its text, and its bytes."""

    def __init__(self, letters, number, shape, sender, name, answers):
        self.sender = sender
        self.message_id = f"{number}.{letters.random.getrandbits(48):012x}@{letters.domain}"
        self.mark = f"mark-{number}-{letters.random.getrandbits(32):08x}"
        self.subject = f"Case {number}: " + letters.text("en", 20).split("\n", maxsplit=1)[0][:40].strip()
        headers = [f"From: {email.utils.formataddr((name, sender))}", f"To: {letters.to}",
                   f"Subject: {'Re: ' if answers else ''}{self.subject}",
                   f"Date: {email.utils.formatdate(1767225600 + number)}", f"Message-ID: <{self.message_id}>", "MIME-Version: 1.0"]
        if answers:
            headers += [f"In-Reply-To: <{answers.message_id}>", f"References: <{answers.message_id}>"]
        content = getattr(self, "_" + shape)(letters)
        self.bytes = "\r\n".join(headers).encode() + b"\r\n" + content.replace(b"\n", b"\r\n")

    def _plain(self, letters):
        return f"Content-Type: text/plain; charset=utf-8\n\n{self.mark}\n\n{letters.text('en', letters.size)}\n\n-- \nAna\n".encode()

    def _spanish(self, letters):
        text = f"{self.mark}\n\nHola,\n\n{letters.text('es', letters.size * 9 // 10)}\n\nSaludos\nLucía\n"
        return (b"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n" +
                quopri.encodestring(text.encode("iso-8859-1")))

    def _alternative(self, letters):
        text = letters.text("en", letters.size * 4 // 10)
        html = text.replace("\n", "<br>\n")
        return (f"Content-Type: multipart/alternative; boundary=\"b\"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n"
                f"{self.mark}\n\n{text}\n--b\nContent-Type: text/html; charset=utf-8\n\n<html><body><p>{self.mark}</p>"
                f"<p><b>Hello</b>, {html}</p></body></html>\n--b--\n").encode()

    def _attachment(self, letters, size=None):
        file = base64.encodebytes(letters.noise(size or letters.size * 4 // 10))
        text = letters.text("en", letters.size * 4 // 10)
        return (f"Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n"
                f"{self.mark}\n\n{text}\n--b\nContent-Type: image/jpeg; name=\"photo.jpg\"\nContent-Transfer-Encoding: base64\n"
                f"Content-Disposition: attachment; filename=\"photo.jpg\"\n\n").encode() + file + b"--b--\n"

    def _large(self, letters):
        return self._attachment(letters, 400000)
