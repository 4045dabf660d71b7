"""The database comes to the program's schema by itself, and only forward."""

import subprocess

import pytest


@pytest.fixture
def suite(new_supportd):
    return new_supportd(needs=("ctl",), migrated=False)


def tables(suite):
    return {row[0] for row in suite.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}


def test_a_dry_run_shows_all_and_changes_nothing(suite):
    shown = suite.ctl("migrate", "--dry-run")
    assert "0001-people" in shown and "0002-tickets" in shown
    assert "support_tickets" not in tables(suite)


def test_migrating_twice_is_migrating_once(suite):
    suite.ctl("migrate")
    first = tables(suite)
    assert {"support_tickets", "ticket_messages", "intake", "outbox", "events"} <= first
    assert "up to date" in suite.ctl("migrate")
    assert tables(suite) == first


def test_two_at_once_wait_for_each_other(suite):
    command = [suite.program("ctl"), "--config", suite.config, "migrate"]
    ran = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(one.communicate()[1], one.returncode) for one in ran] == [("", 0)] * 3
    assert "up to date" in suite.ctl("migrate")


def test_a_wrong_setting_is_named_with_file_and_line(suite):
    assert suite.ctl("check")
    with open(suite.config) as file:
        text = file.read()
    suite.write("supportd.conf", text.replace("undo_seconds", "undo_secnds"))
    line = text[:text.index("undo_seconds")].count("\n") + 1
    ran = suite.ctl("check", check=False)
    assert ran.returncode == 3
    assert f"supportd.conf:{line}:" in ran.stderr and "email.undo_seconds" in ran.stderr
