"""What somebody may expect of us, as they are told before they ask."""

import uuid

import pytest


@pytest.fixture
def web(new_supportd):
    """supportd-web alone."""
    return new_supportd().start("web")


def promised(answer):
    """Seconds by severity."""
    return {one["severity"]: one["response_seconds"] for one in answer["promises"]}


def test_the_plan_decides_what_is_promised(web):
    builder, user = str(uuid.uuid4()), str(uuid.uuid4())
    admin = web.admin()
    assert admin.call("PUT", f"/admin/builders/{builder}", {"name": "Ridge", "plan_tier": "business"}).status in (200, 201)
    assert admin.call("PUT", f"/admin/users/{user}", {"builder_id": builder, "email": "dana@ridge.example", "name": "Dana"}).status in (200, 201)

    said = web.customer(builder, user, plan="enterprise").get("/support/entitlement")
    assert (said["plan_tier"], said["plan_name"], said["channels"]) == ("enterprise", "Enterprise", ["email", "chat", "phone", "csm"])
    assert promised(said) == {"P1": 900, "P2": 3600, "P3": 14400, "P4": 28800}
    assert said["is_open"] and said["opens_at"] is None and said["next_plan"] is None  # its desk does not close

    booked = web.customer(builder, user, plan="").get("/support/entitlement")  # a token that does not say it
    assert booked["plan_tier"] == "business" and promised(booked)["P1"] == 3600
    assert booked["next_plan"] == {"name": "Enterprise", "brings": "csm"}


def test_a_stranger_is_told_what_counts_for_them(web):
    said = web.api().get("/support/entitlement?language=es")
    assert said["plan_tier"] is None and said["channels"] == ["email"] and said["next_plan"] == {"name": "Professional", "brings": "chat"}
    assert promised(said) == {"P1": 14400, "P2": 86400, "P3": 172800, "P4": None}
    by = {one["severity"]: one["answer_by"] for one in said["promises"]}
    assert by["P4"] is None and by["P1"] < by["P3"]
    assert said["is_open"] == (said["opens_at"] is None)
