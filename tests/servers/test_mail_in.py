"""Mail in over IMAP, against a real Dovecot: how it connects, what it takes in, and that it loses nothing."""

import base64
import contextlib
import hashlib
import os
import signal
import time

import pytest

from harness import fakes

HELLO = "From: Ana <ana@client.example>\r\nTo: support@x.example\r\nMessage-ID: <{id}@client.example>\r\nSubject: {id}\r\n\r\n{text}\r\n"


def letter(number, text="Hello", **headers):
    more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return (more + HELLO.format(id=number, text=text)).encode()


def give(post, mail, *letters):
    mail.append(*post.mailbox, letters)


def test_a_mail_is_taken_in_within_two_seconds_of_its_delivery_and_marked_as_read(post, mail):
    post.start("email")
    post.mailbox_state("watching")
    time.sleep(0.3)
    give(post, mail, letter("first"))
    delivered = time.monotonic()
    post.taken(1, seconds=2)
    assert time.monotonic() - delivered < 2
    with contextlib.closing(mail.open(*post.mailbox)) as imap:
        post.wait(lambda: imap.noop() and b"\\Seen" in imap.fetch("1", "(FLAGS)")[1][0], 5, "the flag")


def test_the_bytes_are_kept_as_they_came(post, mail):
    odd = b"Subject: \xff\xfe\r\nX: \r\n\r\nNUL-free, but \x80 odd \r\n\r\n.\r\nFrom here\r\n"
    give(post, mail, odd)
    post.start("email")
    post.taken(1)
    assert bytes.fromhex(post.sql("SELECT encode(raw, 'hex') FROM intake")[0][0]) == odd


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_verified_connection_is_used(post, stack, mail, security):
    post.change_mailbox(imap_security=security, imap_port=stack.dovecot.imap if security == "starttls" else stack.dovecot.imaps)
    give(post, mail, letter("one"))
    post.start("email")
    post.taken(1)


def fails_with(post, word, *not_said):
    """The connection must fail with this word in the log, and the program's words must not have been said to the server."""
    post.start("email")
    post.mailbox_state("failing")
    assert f"reason={word} " in post.log("email")
    for fake in not_said:
        assert fake.connections > 0
        assert b"LOGIN" not in fake.got.upper() and b"AUTHENTICATE" not in fake.got.upper()
    assert post.number("SELECT count(*) FROM intake") == 0


def test_a_certificate_for_another_name_is_refused(post):
    post.change_mailbox(imap_host="127.0.0.1")
    fails_with(post, "certificate-wrong-host")


def test_a_certificate_that_nobody_vouches_for_is_refused(post, tmp_path):
    with fakes.Fake(fakes.imap_without_tls, fakes.tls_with(*fakes.self_signed(tmp_path))) as fake:
        post.change_mailbox(imap_port=fake.port)
        fails_with(post, "certificate-untrusted", fake)


def test_a_certificate_that_has_ended_is_refused(post, stack, tmp_path):
    with fakes.Fake(fakes.imap_without_tls, fakes.tls_with(*fakes.expired(tmp_path, stack))) as fake:
        post.change_mailbox(imap_port=fake.port)
        fails_with(post, "certificate-expired", fake)


def test_a_password_is_not_sent_where_starttls_was_taken_out(post):
    with fakes.Fake(fakes.imap_without_tls) as fake:
        post.change_mailbox(imap_port=fake.port, imap_security="starttls")
        fails_with(post, "starttls-not-offered", fake)


def test_text_slipped_in_behind_starttls_ends_the_connection(post):
    with fakes.Fake(fakes.imap_injecting) as fake:
        post.change_mailbox(imap_port=fake.port, imap_security="starttls")
        fails_with(post, "starttls-injection", fake)


def test_without_tls_only_this_machine_is_talked_to(post):
    post.change_mailbox(imap_host="mail.supportd.invalid", imap_security="none")
    fails_with(post, "plaintext-refused")


def test_a_wrong_password_is_named_and_its_change_is_noticed(post, mail):
    post.write("secret-support", "wrong")
    give(post, mail, letter("one"))
    fails_with(post, "login-refused")
    assert "`support`" in post.mailbox_state("failing")
    post.write("secret-support", post.mailbox[1])
    post.kill("email", signal.SIGHUP)
    post.taken(1)


def test_a_token_logs_in_and_is_renewed_before_it_ends(post, stack, mail):
    post.write("secret-support", stack.dovecot.oauth2_token(post.mailbox[0], seconds=124))
    post.change_mailbox(auth="xoauth2")
    post.start("email")
    post.mailbox_state("watching")
    give(post, mail, letter("one"))
    post.taken(1)
    post.write("secret-support", '{"access_token": "%s", "expires_at": %d}' %
               (stack.dovecot.oauth2_token(post.mailbox[0], seconds=3600), time.time() + 3600))
    post.wait(lambda: post.log("email").count(" watching\n") >= 2, 40, "a login with the new token")
    assert " mailbox-failing" not in post.log("email")
    give(post, mail, letter("two"))
    post.taken(2)


def test_a_token_that_the_server_refuses_is_named(post, stack):
    post.write("secret-support", stack.dovecot.oauth2_token(post.mailbox[0], seconds=-10))
    post.change_mailbox(auth="xoauth2")
    fails_with(post, "login-refused")


def test_a_server_without_idle_is_polled(new_post, stack, mail):
    post = new_post(more_email="  poll_seconds = 1;\n")
    with fakes.Proxy(stack.dovecot.imap, lambda data: data.replace(b" IDLE", b" XDLE")) as proxy:
        post.change_mailbox(imap_port=proxy.port, imap_security="none")
        post.start("email")
        post.mailbox_state("polling")
        for n in range(1, 4):
            give(post, mail, letter(f"polled-{n}"))
            post.taken(n, seconds=3)


def test_a_cut_connection_and_a_restarted_server_are_come_back_from(post, stack, mail):
    with fakes.Proxy(stack.dovecot.imap) as proxy:
        post.change_mailbox(imap_port=proxy.port, imap_security="none")
        post.start("email")
        post.mailbox_state("watching")
        proxy.cut()
        give(post, mail, letter("after the cut"))
        post.taken(1)
        stack.restart("dovecot")
        give(post, mail, letter("after the restart"))
        post.taken(2, seconds=20)


def test_the_book_may_go_away_for_a_while(post, stack, mail):
    post.start("email")
    post.mailbox_state("watching")
    stack.restart("postgres")
    give(post, mail, letter("after the restart"))
    post.taken(1, seconds=20)


def test_other_uids_make_no_second_ticket(post, stack, mail):
    give(post, mail, *(letter(f"old-{n}") for n in range(5)))
    post.start("email")
    post.taken(5)
    before = post.number("SELECT uid_validity FROM mailboxes")
    stack.dovecot.stop()
    maildir = stack.dovecot.maildir(post.mailbox[0])
    for name in os.listdir(maildir):
        if name.startswith("dovecot"):
            os.unlink(os.path.join(maildir, name))
    time.sleep(1.1)     # UIDVALIDITY is made of the time in seconds
    stack.dovecot.start()
    give(post, mail, letter("new"))
    post.taken(6, seconds=30)
    assert post.number("SELECT uid_validity FROM mailboxes") != before
    assert "uid-validity-changed" in post.log("email")
    time.sleep(0.5)
    assert post.number("SELECT count(*) FROM intake") == 6


def test_the_same_bytes_twice_are_one_mail(post, mail):
    give(post, mail, letter("same"), letter("same"), letter("other"))
    post.start("email")
    post.taken(2)
    post.wait(lambda: post.number("SELECT last_uid FROM mailboxes") == 3, 5, "the cursor")


def test_mail_is_moved_to_a_folder_that_is_made_for_it(post, mail):
    post.change_mailbox(after_intake="move", move_to="Erledigt für 見")
    give(post, mail, *(letter(f"moved-{n}") for n in range(7)))
    post.start("email")
    post.taken(7)
    post.wait(lambda: not mail.read(*post.mailbox), 10, "an empty inbox")
    assert len(mail.read(*post.mailbox, folder='"Erledigt f&APw-r &iYs-"')) == 7


def test_a_mailbox_may_start_from_now(post, mail):
    post.change_mailbox(start_at="now")
    give(post, mail, *(letter(f"old-{n}") for n in range(3)))
    post.start("email")
    post.mailbox_state("watching")
    time.sleep(0.5)
    give(post, mail, letter("new"))
    post.taken(1)
    assert post.number("SELECT uid FROM intake") == 4


def test_a_mailbox_that_is_added_is_watched_and_one_that_is_disabled_is_left(post, stack, mail):
    post.start("email")
    user = (post.name + "-sales", "sales")
    stack.add_mailbox(*user)
    post.write_config(sales="sales")
    post.add_mailbox("sales", "sales@" + post.domain, user[0], "sales")
    post.kill("email", signal.SIGHUP)
    post.mailbox_state("watching", name="sales")
    mail.append(*user, [letter("sold")])
    post.taken(1)
    post.change_mailbox("sales", is_enabled=False)
    post.kill("email", signal.SIGHUP)
    post.wait(lambda: "mailbox=sales stopped-watching" in post.log("email"), 10, "the end of the watch")


def test_a_mailbox_is_watched_by_one_program_at_a_time(post, mail):
    post.start("email")
    post.mailbox_state("watching")
    [[owner]] = post.sql("SELECT lease_owner FROM mailboxes")
    post.sql("UPDATE mailboxes SET lease_owner = 'another host', lease_until = now() + interval '1 hour'")
    post.kill("email", signal.SIGHUP)
    post.wait(lambda: True, 1)
    time.sleep(21)      # a lease is renewed every 20 seconds: only then it is known to be lost
    give(post, mail, letter("theirs"))
    time.sleep(1)
    assert post.number("SELECT count(*) FROM intake") == 0
    post.sql("UPDATE mailboxes SET lease_until = now()")
    post.taken(1, seconds=15)
    assert post.sql("SELECT lease_owner FROM mailboxes") == [[owner]]


def test_what_was_leased_when_it_was_killed_is_its_successors_at_once(post, mail):
    post.start("email")
    post.mailbox_state("watching")
    _, reader = post.pids()
    post.kill("email")
    post.wait(lambda: not os.path.exists(f"/proc/{reader}"), 5, "the end of the reader with its parent")
    give(post, mail, letter("meanwhile"))
    post.start("email")
    post.taken(1, seconds=5)


def test_a_mail_of_25_mb_is_taken_in_with_flat_memory(post, mail):
    post.start("email")
    post.mailbox_state("watching")
    give(post, mail, letter("large", text="x" * 75 + "\r\n" + ("y" * 76 + "\r\n") * 336000))
    post.taken(1, seconds=60)
    [[size, blob]] = post.sql("SELECT size, blob_id IS NOT NULL FROM intake")
    assert int(size) > 26_000_000 and blob == "t"
    peaks = post.peak_mb()
    print(f"figure mail-in-25mb-resident {sum(peaks):.0f} MB")
    assert sum(peaks) < 60


def test_a_mail_over_the_limit_leaves_its_header_and_a_reason(new_post, mail):
    post = new_post(more_email="  max_mail_bytes = 70000;\n")
    give(post, mail, letter("small"), letter("fat", text=("z" * 70 + "\r\n") * 1000), letter("behind"))
    post.start("email")
    post.taken(3)
    [[state, size, raw]] = post.sql("SELECT state, size, octet_length(raw) FROM intake WHERE reason = 'mail-too-large'")
    assert state == "refused" and int(size) > 72000 and int(raw) < 300
    [[detail]] = post.sql("SELECT detail FROM intake WHERE reason = 'mail-too-large'")
    assert "email.max_mail_bytes" in detail


@pytest.mark.parametrize("fault", ["crash", "hang"])
def test_a_mail_that_ends_the_reader_is_set_aside_and_those_behind_it_are_tickets_within_ten_seconds(post, mail, monkeypatch, fault):
    monkeypatch.setenv("SUPPORTD_FAULT_READER", f"{fault}:poison")
    post.start("email")
    post.mailbox_state("watching")
    give(post, mail, *(letter(f"before-{n}") for n in range(5)), letter("culprit", text="poison"),
         *(letter(f"behind-{n}") for n in range(20)))
    began = time.monotonic()
    post.taken(26)
    post.intake(received=25, set_aside=1)
    print(f"figure {fault}-set-aside {time.monotonic() - began:.1f} s")
    assert time.monotonic() - began < 10
    assert post.sql("SELECT tries, reason FROM intake WHERE state = 'set_aside'") == [["2", "reader-died-twice"]]
    assert post.number("SELECT count(*) FROM support_tickets") == 25
    assert f"how={fault} " in post.log("email")


def test_a_large_mail_becomes_a_ticket_with_its_attachment(post, mail):
    content = os.urandom(9_000_000)
    post.start("email")
    give(post, mail, b"MIME-Version: 1.0\r\nContent-Type: application/pdf; name=plan.pdf\r\nContent-Disposition: attachment\r\n"
         b"Content-Transfer-Encoding: base64\r\nFrom: ana@client.example\r\nMessage-ID: <pdf@client.example>\r\nSubject: plan\r\n\r\n" +
         base64.encodebytes(content).replace(b"\n", b"\r\n"))
    post.intake(received=1, seconds=60)
    [[name, size, digest]] = post.sql("SELECT filename, a.size, encode(sha256(string_agg(data, NULL ORDER BY n)), 'hex') "
                                      "FROM attachments a JOIN blob_chunks c USING (blob_id) GROUP BY a.id")
    assert (name, int(size), digest) == ("plan.pdf", len(content), hashlib.sha256(content).hexdigest())
    assert sum(post.peak_mb()) < 80


def test_the_reader_is_replaced_on_reload_and_may_not_start_programs(post, mail):
    post.start("email")
    post.mailbox_state("watching")
    _, before = post.pids()
    with open(f"/proc/{before}/status") as status:
        fields = dict(line.split(":\t", 1) for line in status.read().splitlines() if ":\t" in line)
    assert fields["Seccomp"] == "2" and fields["NoNewPrivs"] == "1"
    post.kill("email", signal.SIGHUP)
    post.wait(lambda: post.pids()[1] not in (0, before), 10, "another reader")
    give(post, mail, letter("one"))
    post.intake(received=1)


def test_it_leaves_in_good_order(post, mail):
    post.start("email")
    give(post, mail, *(letter(f"m-{n}") for n in range(300)))
    time.sleep(0.3)
    began = time.monotonic()
    post.processes["email"].stop()
    assert time.monotonic() - began < 5
    assert post.number("SELECT count(*) FROM mailboxes WHERE lease_owner IS NULL") == 1
    post.start("email")
    post.intake(received=300, seconds=30)
    assert post.number("SELECT count(*) FROM intake") == 300
