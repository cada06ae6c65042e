"""Turns how a release stands with those who approve into a sentence."""

from __future__ import annotations

import datetime as dt

from warta.approvals import Standing
from warta.dates import moment_in
from warta.messages import Message, msg


def said_of(standing: Standing, zone: dt.tzinfo) -> Message:
    """Where a release stands, in a sentence."""
    judged, sent = standing.judged, standing.sent
    if standing.is_approved:
        if judged is not None and judged.who and judged.digest in standing.approved:
            return msg("stands-approved", "Approved by %(who)s, %(at)s.", who=judged.who,
                           at=moment_in(judged.at, zone))  # fmt: skip
        return msg("stands-accepted", "This version is approved.")
    if standing.is_waiting and sent is not None:
        return msg("stands-waiting", "Waiting for approval: sent by %(who)s, %(at)s.", who=sent.who,
                       at=moment_in(sent.at, zone))  # fmt: skip
    if standing.is_returned and judged is not None:
        return msg("stands-returned", "Given back by %(who)s, %(at)s.", who=judged.who,
                       at=moment_in(judged.at, zone))  # fmt: skip
    if standing.approved or sent is not None:
        return msg("stands-void", "It was changed since, so the approval does not count any more. Send it again.")
    return msg("stands-new", "Not sent for approval yet.")
