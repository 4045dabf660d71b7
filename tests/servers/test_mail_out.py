"""Mail out over SMTP: what it looks like when it arrives, and that each row of the outbox ends in a state that is true."""

import base64
import time

import pytest

from harness import fakes


def arrived(post, mail, subject, seconds=15):
    return mail.wait_for(*post.outbox, lambda m: m["Subject"] == subject, seconds)


def test_a_reply_arrives_as_text_and_html_and_threads(post, mail):
    post.start("email")
    sent = post.queue(f"ana@{post.customers}", subject="Re: Füße, 見積もり and a subject that is far too long for one line of a header",
                      body="Hola Ana,\n\nmira https://help.example/a?b=1&c=<2>.\n  indented\nFrom here\n.\n",
                      in_reply_to="question@client.example", reference_ids="{first@client.example,question@client.example}")
    state, code, _, _ = post.settled(sent, "sent")
    assert code == 250
    got = arrived(post, mail, "Re: Füße, 見積もり and a subject that is far too long for one line of a header")
    assert got["In-Reply-To"] == "<question@client.example>"
    assert got["References"].split() == ["<first@client.example>", "<question@client.example>"]
    assert got["Reply-To"].addresses[0].addr_spec == post.address
    assert got["Auto-Submitted"] is None
    assert got["Return-path"] == f"<{post.address}>"
    assert got.get_body(("plain",)).get_content().replace("\r\n", "\n") == \
        "Hola Ana,\n\nmira https://help.example/a?b=1&c=<2>.\n  indented\nFrom here\n.\n"
    html = got.get_body(("html",)).get_content()
    assert '<a href="https://help.example/a?b=1&amp;c=">' in html and "&lt;2&gt;" in html
    assert all(len(line) <= 998 for line in got.as_bytes().splitlines())


def test_an_acknowledgement_says_that_a_machine_wrote_it(post, mail):
    post.start("email")
    post.queue(f"ana@{post.customers}", subject="We got it", kind="ack", auto_submitted="auto-replied")
    got = arrived(post, mail, "We got it")
    assert got["Auto-Submitted"] == "auto-replied" and got["X-Auto-Response-Suppress"] == "All"
    assert got["Return-path"] == "<>"


def test_no_row_writes_a_header_of_its_own(post, mail):
    post.start("email")
    post.queue(f"ana@{post.customers}", subject="one\r\nBcc: evil@x.example\r\n\r\nbody", recipients='[{"name": "A\\r\\nX-Evil: 1", '
               f'"address": "ana@{post.customers}", "field": "to"}}]', in_reply_to="a>\r\nX-Evil: 2", reference_ids="{\"b\nX-Evil: 3\"}")
    got = mail.wait_for(*post.outbox)
    assert got["X-Evil"] is None and got["Bcc"] is None and got["In-Reply-To"] is None
    assert got["Subject"].startswith("one")


def test_attachments_and_inline_images_arrive_whole(post, mail):
    post.start("email")
    image = post.attach("logo.png", 5000, "image/png", content_id="logo@x")
    paper = post.attach("Größe, \"見\".pdf", 300_000, "application/pdf")
    post.queue(f"ana@{post.customers}", subject="files", attachments=f"{{{image},{paper}}}",
               body_html='<p>Look: <img data-cid="logo@x" alt="logo"></p>')
    got = arrived(post, mail, "files")
    files = {part.get_filename(): part for part in got.walk() if part.get_filename()}
    assert set(files) == {"logo.png", "Größe, \"見\".pdf"}
    assert files["logo.png"]["Content-ID"] == "<logo@x>" and files["logo.png"].get_content_disposition() == "inline"
    content = files["Größe, \"見\".pdf"].get_content()
    assert len(content) == 300_000 and content[0] == 0 and content[262144] == 1
    assert 'src="cid:logo@x"' in got.get_body(("html",)).get_content()


def test_a_mail_of_20_mb_goes_out_with_flat_memory(post, mail):
    post.start("email")
    paper = post.attach("plan.pdf", 20_000_000, "application/pdf")
    sent = post.queue(f"ana@{post.customers}", subject="large", attachments=f"{{{paper}}}")
    post.settled(sent, "sent", seconds=60)
    peaks = post.peak_mb()
    print(f"figure mail-out-20mb-resident {sum(peaks):.0f} MB")
    assert sum(peaks) < 60


def test_a_mail_over_the_limit_fails_with_its_name(new_post):
    post = new_post(more_email="  max_send_bytes = 100000;\n").start("email")
    paper = post.attach("plan.pdf", 100_000)
    state, _, detail, _ = post.settled(post.queue("ana@x.example", attachments=f"{{{paper}}}"), "failed")
    assert detail.startswith("mail-too-large-to-send:")


def test_an_address_that_is_refused_is_shown_and_the_others_get_the_mail(post, stack, mail):
    stack.exim.route(f"gone@{post.customers}", ":fail: nobody here")
    post.start("email")
    one = post.queue(f"ana@{post.customers}", f"gone@{post.customers}", subject="both")
    none = post.queue(f"gone@{post.customers}", subject="none")
    _, _, _, rejected = post.settled(one, "sent")
    assert [(r["address"], r["code"]) for r in rejected] == [(f"gone@{post.customers}", 550)]
    arrived(post, mail, "both")
    state, code, detail, _ = post.settled(none, "failed")
    assert code == 550 and "nobody here" in detail


def with_server(post, answers, **settings):
    """Sends one mail by a server that answers like this. Its row once it is settled."""
    with fakes.Fake(fakes.smtp(answers)) as fake:
        post.set_smtp(url=f"smtp://localhost:{fake.port}", tls="none", **settings)
        post.start("email")
        sent = post.queue("ana@x.example")
        post.wait(lambda: post.outbox_row(sent)[2] != "" or post.outbox_row(sent)[0] == "sent", 10, "an outcome")
        row = post.outbox_row(sent)
        return (*row[:3], bytes(fake.got), post.number("SELECT extract(epoch FROM next_attempt_at - now())::int FROM outbox"))


@pytest.mark.parametrize("answers, state, code, words", [
    ({}, "sent", 250, "ok"),
    ({".": None}, "unknown", 0, "connection-lost"),
    ({".": b"550 spam\r\n"}, "failed", 550, "spam"),
    ({".": b"452 disk full\r\n"}, "waiting", 452, "disk full"),
    ({"RCPT": b"450 greylisted\r\n"}, "waiting", 450, "greylisted"),
    ({"RCPT": b"550-no such\r\n550 person\r\n"}, "failed", 550, "no such"),
    ({"MAIL": b"550 not from you\r\n"}, "failed", 550, "not from you"),
    ({"MAIL": b"530 log in first\r\n"}, "waiting", 530, "log in first"),
    ({"MAIL": None}, "waiting", 0, "connection-lost"),
    ({"DATA": b"554 no\r\n"}, "failed", 554, "no"),
    ({"DATA": None}, "waiting", 0, "connection-lost"),
    ({"greeting": b"554 go away\r\n"}, "waiting", 554, "go away"),
    ({"greeting": b"421 busy\r\n"}, "waiting", 421, "busy"),
])
def test_each_end_of_a_session_is_the_state_that_is_true(post, answers, state, code, words):
    got_state, got_code, detail, _, again_s = with_server(post, answers)
    assert (got_state, got_code) == (state, code), detail
    assert words in detail
    if state == "waiting":
        assert 5 < again_s <= 60 * 5


def test_a_server_that_dies_in_the_middle_of_the_mail_gets_it_again(post):
    def serve(fake, connection):
        connection.sendall(b"220 fake\r\n")
        while not fake.line(connection).upper().startswith(b"DATA"):
            connection.sendall(b"250 ok\r\n")
        connection.sendall(b"354 go on\r\n")
        connection.recv(1000)
    with fakes.Fake(serve) as fake:
        post.set_smtp(url=f"smtp://localhost:{fake.port}", tls="none")
        paper = post.attach("x.bin", 8_000_000)
        post.start("email")
        sent = post.queue("ana@x.example", attachments=f"{{{paper}}}")
        post.wait(lambda: post.outbox_row(sent)[2] != "", 20, "an outcome")
        assert post.outbox_row(sent)[0] == "waiting"


def test_killed_in_the_data_is_unknown_and_killed_before_it_is_sent_again(post, mail):
    def never_answers(line):
        time.sleep(60)
    for stuck_at, state in (("RCPT", "sent"), (".", "unknown")):
        with fakes.Fake(fakes.smtp({stuck_at: never_answers})) as fake:
            with open(post.config) as file:
                good = file.read()
            post.set_smtp(url=f"smtp://localhost:{fake.port}", tls="none")
            post.start("email")
            sent = post.queue(f"ana@{post.customers}", subject=stuck_at)
            post.wait(lambda fake=fake: b"RCPT" in fake.got and (stuck_at == "RCPT" or b"\r\n.\r\n" in fake.got), 10, "the talk")
            post.kill("email")
            post.write("supportd.conf", good)
            post.start("email")
            post.settled(sent, state)
            post.stop()
    assert [m["Subject"] for m in mail.read(*post.outbox)] == ["RCPT"]


def test_a_cancelled_mail_stays_here(post, mail):
    sent = post.queue(f"ana@{post.customers}", next_attempt_at="2020-01-01", state="cancelled")
    post.start("email")
    time.sleep(2)
    assert post.outbox_row(sent)[0] == "cancelled" and not mail.read(*post.outbox)


def held_back(post, word):
    post.start("email")
    sent = post.queue("ana@x.example")
    post.wait(lambda: post.outbox_row(sent)[2].startswith(word + ":"), 10, word)
    assert post.outbox_row(sent)[0] == "waiting"


def test_mail_and_password_go_nowhere_without_starttls(post):
    with fakes.Fake(fakes.smtp({"EHLO": b"250-fake\r\n250 AUTH PLAIN\r\n", "STARTTLS": b"500 what\r\n"})) as fake:
        post.set_smtp(url=f"smtp://localhost:{fake.port}", tls="starttls", user="u", secret="support")
        held_back(post, "starttls-not-offered")
        assert b"AUTH" not in fake.got and b"MAIL" not in fake.got


def test_a_server_with_another_name_gets_nothing(post, stack):
    post.set_smtp(url=f"smtps://127.0.0.1:{stack.exim.smtps}", tls="tls", user=post.mailbox[0], secret="support")
    held_back(post, "certificate-untrusted")


def test_a_wrong_password_holds_the_mail_back_until_it_is_right(post, stack):
    post.write("secret-support", "wrong")
    held_back(post, "login-refused")


def test_smtps_and_starttls_both_send(post, stack, mail):
    post.start("email")
    post.settled(post.queue(f"ana@{post.customers}", subject="by starttls"), "sent")
    post.stop()
    post.set_smtp(url=f"smtps://localhost:{stack.exim.smtps}", tls="tls", user=post.mailbox[0], secret="support")
    post.start("email")
    post.settled(post.queue(f"ana@{post.customers}", subject="by smtps"), "sent")


def test_a_token_is_offered_as_xoauth2(post):
    with fakes.Fake(fakes.smtp({"EHLO": b"250-fake\r\n250 AUTH XOAUTH2\r\n", "AUTH": b"235 in\r\n"})) as fake:
        post.write("secret-support", '{"access_token": "tok-123", "expires_at": %d}' % (time.time() + 3600))
        post.set_smtp(url=f"smtp://localhost:{fake.port}", tls="none", user="support@x.example", auth="xoauth2", secret="support")
        post.start("email")
        post.settled(post.queue("ana@x.example"), "sent")
        said = bytes(fake.got).split(b"AUTH XOAUTH2", 1)[1].split(b"\r\n")[0].strip()
        assert base64.b64decode(said) == b"user=support@x.example\x01auth=Bearer tok-123\x01\x01"


def test_many_mails_go_over_one_connection(post):
    with fakes.Fake(fakes.smtp({})) as fake:
        post.set_smtp(url=f"smtp://localhost:{fake.port}", tls="none")
        sent = [post.queue("ana@x.example") for _ in range(25)]
        post.start("email")
        for one in sent:
            post.settled(one, "sent")
        assert fake.connections == 1
