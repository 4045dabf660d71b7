"""The private servers themselves: what every other test here stands on."""

import imaplib
import smtplib
import ssl
import time

import pytest


@pytest.fixture(scope="module")
def box(stack):
    stack.add_mailbox("desk", "pw-desk", "support@stack.example")
    return ("desk", "pw-desk")


def test_mail_to_a_plus_address_reaches_the_mailbox(mail, box):
    mail.send(mail.compose("ana@client.example", "Support+T1@Stack.Example", "plus", "hello"))
    got = mail.wait_for(*box, lambda m: m["Subject"] == "plus")
    assert got["Envelope-to"] == "Support+T1@Stack.Example"
    assert got["Return-path"] == "<ana@client.example>"
    assert got.get_content().strip() == "hello"


def test_mail_to_anyone_else_lands_in_the_outbox_once_a_recipient(mail, box):
    mail.send(mail.compose("support@stack.example", "ana@client.example, bo@client.example", "out", "x"))
    mail.wait_for("outbox", "outbox", lambda m: m["Envelope-to"] == "ana@client.example")
    mail.wait_for("outbox", "outbox", lambda m: m["Envelope-to"] == "bo@client.example")
    assert len([m for m in mail.read("outbox", "outbox") if m["Subject"] == "out"]) == 2


def test_a_refused_address_is_refused_at_once_and_a_missing_mailbox_bounces(stack, mail, box):
    stack.exim.route("gone@client.example", ":fail: no such person")
    stack.exim.route("late@client.example", "nobody-has-this-mailbox")
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        mail.send(mail.compose("support@stack.example", "gone@client.example", "no", "x"))
    assert refused.value.recipients["gone@client.example"][0] == 550
    mail.send(mail.compose("support@stack.example", "late@client.example", "bounces", "x"))
    bounce = mail.wait_for(*box, lambda m: m["Auto-Submitted"] == "auto-replied")
    assert bounce.get_content_type() == "multipart/report"
    assert "late@client.example" in bounce.as_string()


def test_submission_wants_tls_and_a_password(stack, mail, box):
    letter = mail.compose("support@stack.example", "cy@client.example", "submitted", "x")
    with smtplib.SMTP("localhost", stack.exim.submission) as smtp:
        smtp.ehlo()
        assert not smtp.has_extn("auth")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            smtp.send_message(letter)
    with smtplib.SMTP("localhost", stack.exim.submission) as smtp:
        smtp.starttls(context=mail.tls())
        with pytest.raises(smtplib.SMTPAuthenticationError):
            smtp.login(box[0], "wrong")
        smtp.login(*box)
        smtp.send_message(letter)
    with smtplib.SMTP_SSL("localhost", stack.exim.smtps, context=mail.tls()) as smtp:
        smtp.login(*box)
    mail.wait_for("outbox", "outbox", lambda m: m["Subject"] == "submitted")


def test_the_certificate_is_for_localhost_only(stack, mail, box):
    with pytest.raises(ssl.SSLCertVerificationError):
        imaplib.IMAP4_SSL("127.0.0.1", stack.dovecot.imaps, ssl_context=mail.tls())
    with imaplib.IMAP4("localhost", stack.dovecot.imap) as imap:
        imap.starttls(mail.tls())
        imap.login(*box)
        assert {"IDLE", "MOVE", "UIDPLUS", "CONDSTORE"} <= set(imap.capability()[1][0].decode().split())


def test_a_token_opens_the_mailbox_until_it_expires(stack, mail, box):
    def login(token):
        with imaplib.IMAP4_SSL("localhost", stack.dovecot.imaps, ssl_context=mail.tls()) as imap:
            imap.authenticate("XOAUTH2", lambda _: f"user={box[0]}\1auth=Bearer {token}\1\1".encode())
            return imap.select()[0]
    assert login(stack.dovecot.oauth2_token(box[0])) == "OK"
    with pytest.raises(imaplib.IMAP4.error):
        login(stack.dovecot.oauth2_token(box[0], seconds=-60))
    with pytest.raises(imaplib.IMAP4.error):
        login("nonsense")


def test_idle_tells_of_a_mail_at_once(mail, box):
    imap = mail.open(*box)
    try:
        tag = imap._new_tag().decode()
        imap.send(f"{tag} IDLE\r\n".encode())
        assert imap.readline().startswith(b"+")
        mail.send(mail.compose("ana@client.example", "support@stack.example", "wake", "x"))
        began = time.monotonic()
        assert b"EXISTS" in imap.readline()
        assert time.monotonic() - began < 2
    finally:
        imap.shutdown()


@pytest.mark.parametrize("role", ["postgres", "redis", "dovecot", "exim"])
def test_a_killed_server_comes_back_on_the_same_port(stack, mail, box, role):
    name = stack.postgres.database()
    stack.postgres.sql(name, "CREATE TABLE kept AS SELECT 1 AS one", user="supportd")
    ports = stack.ports()
    stack.restart(role, kill=True)
    stack.restart(role)
    assert stack.ports() == ports
    assert stack.postgres.sql(name, "SELECT one FROM kept", user="supportd") == [["1"]]
    assert stack.redis.command("PING") == "+PONG"
    mail.send(mail.compose("ana@client.example", "support@stack.example", "after " + role, "x"))
    mail.wait_for(*box, lambda m: m["Subject"] == "after " + role)
    stack.postgres.drop(name)


def test_the_house_logs_in_as_no_superuser(stack):
    assert stack.postgres.sql("postgres", "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user",
                              user="supportd") == [["f", "f"]]
