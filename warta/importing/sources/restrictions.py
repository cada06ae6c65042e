"""Turns what plugins of WordPress left in a post into the answer whether everyone could see it.

Shortcodes and blocks are judged by the words of their names: the plugins that hide text are too many for a list, and
when in doubt a text is taken for hidden. Of a post's own meta the keys are those that the code of the plugins reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from warta.importing.sources.wxr import Post
from warta.messages import Message, msg

_WORDS = frozenset(
    """private member members restrict restricted restriction hide hidden protect protected protector password passster
    ppwp locker paywall premium paid subscriber subscribers secret roles capability confidential eyesonly rahasia
    s2if s2member rcp pmpro mepr memberpress membership wlm wishlist swpm ihc armember uas um groups memberful
    gated""".split()
)
_WHOLE = frozenset(
    """note comment draft admin access role user users internal login locked lock tertutup anggota pegawai khusus
    loggedin useronly usersonly visibility onlyfor""".split()
)
_STEMS = ("private", "member", "restrict", "hide", "hidden", "protect", "loggedin", "paywall", "onlyfor", "rahasia")
# they show their text to those who are not logged in, or are forms that anyone saw
_OPEN = re.compile(
    r"(?:non|not|un)[-_]?(?:member|logged)|logged[-_]?out|visitor|guest|team|login[-_]?(?:form|link|button|url)"
)
_PARTS = re.compile(r"[A-Z]?[a-z\d]+|[A-Z]+(?![a-z])")
_SWITCHED_OFF = re.compile(
    r"""disable_element\s*=\s*["']yes|\bdisabled\s*=\s*["']on["']|disabled_on\s*=\s*["']on\|on\|on"""
)
_LIMITED = re.compile(
    r'"(?:blockVisibility|contentControls|extendedContentVisibility|restrictContent|visibilityRoles)"\s*:\s*(?!null|\{\}|\[\]|true)'
    r'|"(?:hideBlock|hiddenBlock)"\s*:\s*true',
)

_HIDDEN = {
    "draft": msg("was-draft", "was a draft"),
    "pending": msg("was-pending", "was waiting for review"),
    "private": msg("was-private", "was private"),
    "future": msg("was-planned", "was planned for later"),
}
_NOBODY = frozenset(
    ("", "0", "-1", "no", "off", "false", "none", "all", "everyone", "everybody", "public", "guest", "default", "n;")
)
_KEYS = (
    "_members_access_role",  # Members
    "_members_access_all_logged_in",
    "rcp_subscription_level",  # Restrict Content Pro
    "rcp_access_level",
    "rcp_user_level",
    "rcuserlevel",
    "_is_paid",
    "_wpmem_block",  # WP-Members
    "groups-read",  # Groups
    "groups-groups_read_post",
    "_jetpack_newsletter_access",  # Jetpack
    "_jetpack_memberships_contains_paywalled_content",
    "wppb-content-restrict-user-status",  # Profile Builder
    "wppb-content-restrict-user-role",
    "pms-content-restrict-user-status",  # Paid Member Subscriptions
    "pms-content-restrict-subscription-plan",
    "pms-content-restrict-all-subscription-plans",
    "_wpac_is_members_only",  # WordPress Access Control
    "ihc_mb_who",  # Ultimate Membership Pro
    "arm_access_plan",  # ARMember
    "_wppcp_post_page_visibility",  # WP Private Content Plus
    "memberful_acl",  # Memberful
    "memberful_available_to_any_registered_user",
    "s2member_ccaps_req",  # s2Member
)
_ULTIMATE = re.compile(
    r'"_um_custom_access_settings";(?:s:1:"1"|b:1|i:1);.*"_um_accessible";(?:s:1:"2"|i:2)', re.DOTALL
)
_KEY_WORDS = re.compile(
    r"(?:^|[-_])(?:restrict(?:ed|ion|ions)?|members?[-_]only|paywall|logged[-_]?in[-_]only|is[-_]private)(?:$|[-_])"
)
_ALL = re.compile(r'a:0:|\[\]|\{\}|a:1:\{i:0;s:\d+:"(?:all|everyone|everybody|none)"', re.IGNORECASE)
_MESSAGES = re.compile(r"message|error|redirect|url|text|title|label")


def hides(name: str) -> bool:
    """Whether a shortcode or block of this name showed what stands in it to some readers only."""
    if _OPEN.search(name.casefold()):
        return False
    words = [word.casefold() for word in _PARTS.findall(name)]
    joined = "".join(words)
    return not _WORDS.isdisjoint(words) or joined in _WORDS | _WHOLE or joined.startswith(_STEMS)


def hides_alone(name: str) -> bool:
    """Whether a name in brackets that nothing closes is more likely such a shortcode than a word."""
    return "".join(_PARTS.findall(name)).casefold().startswith(_STEMS)


def is_switched_off(attributes: str) -> bool:
    """Whether the attributes of a shortcode or block say that it is shown to nobody, or not to all."""
    return _SWITCHED_OFF.search(attributes) is not None or _LIMITED.search(attributes) is not None


def restricting_key(meta: Mapping[str, str]) -> str:
    """The key of a post's meta by which a plugin showed it to some readers only; empty where there is none."""
    for key, value in meta.items():
        folded = key.casefold()
        if folded == "um_content_restriction":  # stands beside every post of a site that has Ultimate Member
            if _ULTIMATE.search(value):
                return key
            continue
        known = folded in _KEYS or (_KEY_WORDS.search(folded) is not None and not _MESSAGES.search(folded))
        if known and value.strip().casefold() not in _NOBODY and not _ALL.match(value):
            return key
    return ""


def why_hidden(post: Post, hiding: tuple[str, ...]) -> Message | None:
    """Why the old site did not show all of a post to everyone; None where it did.

    `hiding` are the shortcodes and blocks in its text that hide what stands in them.
    """
    kind, status = post.get("wp:post_type") or "post", post.get("wp:status") or "publish"
    if post.get("wp:post_password"):
        return msg("was-locked", "was behind a password")
    if status in _HIDDEN:
        return _HIDDEN[status]
    if status != "publish":
        return msg("had-status", "had the status %(status)s", status=status)
    if key := restricting_key(post.meta):
        return msg("was-restricted", "was shown to some readers only (%(key)s)", key=key)
    if hiding:
        return msg("held-hidden", "held text that was shown to some readers only (%(tags)s)", tags=hiding)
    if kind not in ("post", "page") and _has_no_page(post.get("link")):
        return msg("had-no-page", "may have had no page of its own (type %(type)s)", type=kind)
    return None


def _has_no_page(link: str) -> bool:
    """Whether a link is one that WordPress makes for types without pages, such as letters sent by a form."""
    return not link or "post_type=" in link
