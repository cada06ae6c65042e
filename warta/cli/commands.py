"""Declares the commands with their options; what a command does is imported when it runs, so that `--help` is quick.

All commands are declared in this one place, and their options make it long.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from warta import __version__
from warta.cli.comparing import check as check_import
from warta.cli.default_command import BuildsByDefault
from warta.cli.importing import importing
from warta.cli.options import (
    jobs_in_range,
    moment_or_now,
    natural_number,
    plain_text,
    plain_texts,
    port_option,
    valid_moment,
)
from warta.cli.terminal import put
from warta.errors import UsageError
from warta.messages import msg

_PATH = click.Path(path_type=Path)
_LISTS = ["drafts", "embargoed", "ahead", "expiring", "recent", "corrected", "withdrawn", "expired"]
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=BuildsByDefault, context_settings=_CONTEXT)
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="The newsroom's folder, which holds config.yaml, content/ and themes/. Default: this one.",
)
@click.option("--lang", metavar="id|en", help="The language of messages. Default: that of the newsroom.")
@click.version_option(__version__, prog_name="Warta", message="%(prog)s %(version)s")
@click.pass_context
def commands(context: click.Context, site: Path | None, lang: str | None) -> None:
    """Warta builds a static news site from the press releases in content/.

    Without a command it builds: `build.py` is `build.py build`.
    """
    del lang  # chosen before the help was, in `language.choose_language`
    context.obj = site_folder(site)


def site_folder(asked: Path | None) -> Path:
    """The newsroom's folder: the one asked for, the one we are in, else that of the build.py that was called."""
    if asked is not None:
        return asked
    here = Path.cwd()
    if (here / "config.yaml").exists():
        return here
    called = Path(sys.argv[0]).resolve().parent
    return called if (called / "config.yaml").exists() and (called / "build.py").exists() else here


@commands.command()
@click.option(
    "--output", "-o", type=_PATH, default=None, help="Where the site is written. Default: output/ in the newsroom."
)
@click.option("--url", help="Build for this address instead of the newsroom's own, to try it elsewhere (staging).")
@click.option("--now", callback=valid_moment, help="Build as if it were this time, such as '2026-11-24 09:05'.")
@click.option(
    "--jobs",
    type=int,
    metavar="N",
    callback=jobs_in_range,
    help="How many processes to use. Default: one for each processor.",
)
@click.option("--drafts", is_flag=True, help="Show drafts too, with a mark. Not for a site that is published.")
@click.option("--why", is_flag=True, help="Say of each file that is written what changed.")
@click.option("--clean", is_flag=True, help="Forget what earlier builds remembered and make everything anew.")
@click.pass_obj
def build(site: Path, /, **options: Any) -> None:
    """Build the site into output/."""
    from warta.cli.building import BuildOptions, run_build

    run_build(site, BuildOptions(**options))


@commands.command()
@click.argument("paths", nargs=-1, type=_PATH)
@click.option("--since", callback=valid_moment, help="Show nothing of releases that are dated before this.")
@click.option("--now", callback=valid_moment, help="Check as if it were this time.")
@click.option("--jobs", type=int, metavar="N", callback=jobs_in_range, help="How many processes to use.")
@click.option(
    "--format",
    type=click.Choice(["text", "json", "github", "junit"]),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.option("--only", multiple=True, metavar="RULE", help="Only this rule, even if it is off; may be repeated.")
@click.option("--spelling/--no-spelling", default=True, help="Look words up in dictionaries, or not.")
@click.option("--external", is_flag=True, help="Ask for links to other sites too (needs the network; never an error).")
@click.option("--leaks", is_flag=True, help="Look through every file of the output for what is hidden now.")
@click.option("--strict", is_flag=True, help="Warnings fail the check too, not only errors.")
@click.option("--fix", is_flag=True, help="Show what can be mended safely as a diff, and ask before it is done.")
@click.option("--yes", is_flag=True, help="With --fix: do not ask.")
@click.pass_obj
def check(site: Path, /, **options: Any) -> None:
    """Read everything as a desk editor would, and write nothing.

    With PATHS only what is found in these files and folders is shown.
    """
    from warta.cli.checking import CheckOptions, run_check

    run_check(site, CheckOptions(**options))


@commands.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to serve on. Others than this machine's open the preview to the network.",
)
@port_option(8000)
@click.option("--now", callback=valid_moment, help="Preview as if it were this time.")
@click.option("--open", "in_browser", is_flag=True, help="Open the preview in the browser.")
@click.option("--poll", is_flag=True, help="Look for changes every second instead of being told (for network disks).")
@click.pass_obj
def serve(site: Path, /, host: str, port: int, now: str | None, *, in_browser: bool, poll: bool) -> None:
    """Preview the site while you write, drafts included."""
    from warta.cli.serving import run_serve

    run_serve(site, host, port, now, in_browser=in_browser, poll=poll)


@commands.group(invoke_without_command=True)
@port_option(8010)
@click.option(
    "--open/--no-open", "in_browser", default=True, help="Open the desk in the browser, or only print where it is."
)
@click.option("--office", is_flag=True, help="For several people, who sign in ('desk accounts').")
@click.option("--listen", metavar="IP", default=None, help="The address of this machine that the office reaches.")
@click.option("--address", metavar="URL", default=None, help="What people type, such as https://meja.kab.go.id.")
@click.option("--proxy", metavar="IP", default=None, help="The HTTPS proxy before the desk; nobody else is answered.")
@click.option("--insecure", is_flag=True, help="Send passwords unencrypted over the office's network.")
@click.pass_context
def desk(  # noqa: PLR0913 - one for each option
    ctx: click.Context, port: int, listen: str | None, address: str | None, proxy: str | None, *, in_browser: bool,
    office: bool, insecure: bool,
) -> None:  # fmt: skip
    """Write, check and publish in the browser."""
    from warta.cli.desking import OfficeOptions, run_desk, run_office

    if ctx.invoked_subcommand is not None:
        return
    if office:
        options = OfficeOptions(listen or "127.0.0.1", address or "", proxy or "", insecure)
        run_office(ctx.obj, port, options, in_browser=in_browser)
        return
    if listen or address or proxy or insecure:
        raise UsageError(msg("office-options", "--listen, --address, --proxy and --insecure are for --office."))
    run_desk(ctx.obj, port, in_browser=in_browser)


@desk.group("accounts")
def desk_accounts() -> None:
    """Who may come in to the desk of an office."""


_ROLE = click.Choice(["writer", "editor", "publisher"])


@desk_accounts.command("add")
@click.argument("name")
@click.option("--role", type=_ROLE, default=None, help="Default: writer; of the first account publisher.")
@click.pass_obj
def desk_accounts_add(site: Path, name: str, role: str | None) -> None:
    """Make an account for NAME; the password is asked for."""
    from warta.cli.desking import add_account

    add_account(site, name, role)


@desk_accounts.command("password")
@click.argument("name")
@click.pass_obj
def desk_accounts_password(site: Path, name: str) -> None:
    """Give NAME another password, which is asked for."""
    from warta.cli.desking import change_password

    change_password(site, name)


@desk_accounts.command("role")
@click.argument("name")
@click.argument("role", type=_ROLE)
@click.pass_obj
def desk_accounts_role(site: Path, name: str, role: str) -> None:
    """Give NAME another role."""
    from warta.cli.desking import change_role

    change_role(site, name, role)


@desk_accounts.command("off")
@click.argument("name")
@click.pass_obj
def desk_accounts_off(site: Path, name: str) -> None:
    """Let NAME in no more."""
    from warta.cli.desking import switch_account

    switch_account(site, name, on=False)


@desk_accounts.command("on")
@click.argument("name")
@click.pass_obj
def desk_accounts_on(site: Path, name: str) -> None:
    """Let NAME in again."""
    from warta.cli.desking import switch_account

    switch_account(site, name, on=True)


@desk_accounts.command("list")
@click.pass_obj
def desk_accounts_list(site: Path) -> None:
    """List who may come in, and as what."""
    from warta.cli.desking import list_accounts

    list_accounts(site)


@commands.command()
@click.argument("target", required=False)
@click.option("--output", "-o", type=_PATH, default=None, help="The built site. Default: output/ in the newsroom.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--yes", is_flag=True, help="Do not ask (for scripts).")
@click.option(
    "--max-deletes",
    type=int,
    metavar="N",
    callback=natural_number,
    help="Allow N deletions. Default: 256, and a tenth of the site.",
)
@click.option("--verify", is_flag=True, help="Afterwards fetch what changed and a sample, as a reader would.")
@click.option("--verify-all", is_flag=True, help="Afterwards fetch every file.")
@click.option("--adopt", is_flag=True, help="Delete also what only the host calls ours, named one by one.")
@click.option("--back", is_flag=True, help="Go back to the deploy before, which then stays.")
@click.option("--on", is_flag=True, help="Deploy again after --back.")
@click.option("--clock-is-right", is_flag=True, help="Sign, whatever time servers tell.")
@click.pass_obj
def deploy(site: Path, /, **options: Any) -> None:
    """Bring the host TARGET up to what was built.

    Targets are named in config.yaml; with one, TARGET may be left out.
    """
    from warta.cli.deploying import DeployOptions, run_deploy

    run_deploy(site, DeployOptions(**options))


@commands.command()
@click.argument("url")
@click.option("--target", help="Look at the names on this target's host too.")
@click.option(
    "--sample", type=int, metavar="N", callback=natural_number, help="Fetch about N files. Default: every one."
)
@click.pass_obj
def guard(site: Path, url: str, target: str | None, sample: int | None) -> None:
    """Compare the live site at URL with the deploy.

    Finds what was changed, is missing, or was put there; then the exit code is 1.
    """
    from warta.cli.deploying import run_guard

    if not url.startswith(("http://", "https://")):
        raise UsageError(
            msg(
                "guard-url",
                "URL must be the address of a site, such as https://humas.example.go.id/ (got '%(got)s').",
                got=url,
            )
        )
    run_guard(site, url, target, sample)


@commands.command()
@click.argument("words", metavar="TITLE", nargs=-1, required=True, callback=plain_texts)
@click.option("--category", help="A category of the list in config.yaml.")
@click.option("--region", help="A region's code or name.")
@click.pass_obj
def new(site: Path, words: tuple[str, ...], category: str | None, region: str | None) -> None:
    """Begin a release with this TITLE and print its path."""
    from warta.cli.writing import run_new

    run_new(site, " ".join(words), category, region)


@commands.command()
@click.argument("folder", type=_PATH)
@click.option("--name", help="Name of the office.")
@click.option("--title", help="Name of the newsroom.")
@click.option("--url", help="Address of the site, such as https://humas.example.go.id/.")
@click.option("--region", help="A region's code or name; the time zone follows from it.")
@click.option("--color", help="Colour of the site: green, blue, maroon, teal or ochre.")
@click.option("--logo", type=_PATH, help="A picture of the office's logo.")
@click.option("--street", help="Street address of the office.")
@click.option("--phone", help="Telephone for journalists.")
@click.option("--whatsapp", help="WhatsApp number for journalists.")
@click.option("--email", help="E-mail address for journalists.")
@click.option("--yes", is_flag=True, help="Do not ask for what is not given.")
def init(folder: Path, *, yes: bool, **given: Any) -> None:
    """Make a new newsroom in FOLDER, and ask for the office."""
    from warta.cli.beginning import Answers, run_init

    run_init(folder, Answers(**given), ask=not yes)


@commands.command("next-due")
@click.option("--now", callback=valid_moment, help="As if it were this time.")
@click.option(
    "--format",
    type=click.Choice(["text", "json", "cron", "systemd"]),
    default="text",
    show_default=True,
    help="For people, programs, a crontab, or a systemd timer.",
)
@click.pass_obj
def next_due(site: Path, now: str | None, format: str) -> None:
    """Say what appears or disappears by itself, and when."""
    from warta.cli.scheduling import run_next_due

    run_next_due(site, now, format)


@commands.command("preview-link")
@click.argument("path", type=_PATH)
@click.option("--into", type=_PATH, default=None, help="Where its folder is made. Default: previews/ in the newsroom.")
@click.option("--generate", is_flag=True, help="Make up a passphrase and print it, instead of asking for one.")
@click.option("--now", callback=valid_moment, help="As if it were this time.")
@click.pass_obj
def preview_link(site: Path, /, path: Path, into: Path | None, now: str | None, *, generate: bool) -> None:
    """Lock one hidden release into a page for the press.

    The page of the draft or embargoed release in PATH opens with a passphrase alone. It is asked for, or taken from
    WARTA_PREVIEW_PASSPHRASE.
    """
    from warta.cli.previewing import run_preview_link

    run_preview_link(site, path, into, now, generate=generate)


@commands.command()
@click.argument("path", type=_PATH, required=False)
@click.option("--digest", is_flag=True, help="Send what was published in the last whole week.")
@click.option("--week", metavar="2026-w48", help="With --digest: that of this week.")
@click.option("--press", metavar="URL", help="Of a release under embargo: send the address of its locked preview.")
@click.option(
    "--list", multiple=True, metavar="NAME", help="Only people of this list; may be repeated. Default: all lists."
)
@click.option("--dry-run", is_flag=True, help="Send nothing: write the messages as .eml files.")
@click.option(
    "--uncertain",
    type=click.Choice(["again", "leave"]),
    help="What to do about messages of which nobody knows whether they were taken.",
)
@click.option("--offline", is_flag=True, help="Do not ask first whether the release is up.")
@click.option("--now", callback=valid_moment, help="As if it were this time.")
@click.option("--yes", is_flag=True, help="Do not ask (for scripts).")
@click.pass_obj
def announce(site: Path, /, **options: Any) -> None:
    """Send a release by e-mail to those who asked for it.

    Without PATH it says what waits for an announcement. What was corrected or withdrawn since goes to the same people.
    """
    from warta.cli.batches import AnnounceOptions
    from warta.cli.mailing import run_announce

    run_announce(site, AnnounceOptions(**options))


@commands.command()
@click.argument("path", type=_PATH)
@click.option("--text", required=True, callback=plain_text, help="What was wrong, and what is right.")
@click.option(
    "--kind",
    type=click.Choice(["correction", "right-of-reply", "clarification"]),
    default="correction",
    show_default=True,
    help="What it is.",
)
@click.option(
    "--url", default="", callback=plain_text, help="Where more of it stands: https://... or a path on this site."
)
@click.option("--at", callback=valid_moment, help="When it was made. Default: now.")
@click.option("--yes", is_flag=True, help="Do not ask (for scripts).")
@click.pass_obj
def correct(site: Path, /, path: Path, *, yes: bool, **typed: Any) -> None:
    """Add a correction to the release in PATH, with its time."""
    from warta.cli.amending import Correction, run_correct

    run_correct(site, path, Correction(**typed), yes=yes)


@commands.command()
@click.argument("path", type=_PATH)
@click.option(
    "--reason", required=True, callback=plain_text, help="Why, for readers: the rules ask for a public reason."
)
@click.option("--at", callback=valid_moment, help="When. Default: now.")
@click.option("--yes", is_flag=True, help="Do not ask (for scripts).")
@click.pass_obj
def withdraw(site: Path, path: Path, reason: str, at: str | None, *, yes: bool) -> None:
    """Withdraw the release in PATH, with a reason.

    Its page stays as a notice; lists, feeds and sitemaps drop it.
    """
    from warta.cli.amending import run_withdraw

    run_withdraw(site, path, reason, at, yes=yes)


@commands.command()
@click.argument("path", type=_PATH)
@click.option("--yes", is_flag=True, help="Do not ask (for scripts).")
@click.pass_obj
def undo(site: Path, path: Path, *, yes: bool) -> None:
    """Take back a withdrawal, or the newest correction, in PATH."""
    from warta.cli.amending import run_undo

    run_undo(site, path, yes=yes)


@commands.command()
@click.argument("path", type=_PATH)
@click.option("--at", callback=moment_or_now, help="Give it this date too; 'now' dates it this minute.")
@click.option("--yes", is_flag=True, help="Do not ask (for scripts).")
@click.pass_obj
def publish(site: Path, path: Path, at: str | None, *, yes: bool) -> None:
    """Make the draft in PATH public with the next deploy."""
    from warta.cli.amending import run_publish

    run_publish(site, path, at, yes=yes)


@commands.command("list")
@click.argument("what", required=False, type=click.Choice(_LISTS))
@click.option("--now", callback=valid_moment, help="As if it were this time.")
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How it is written."
)
@click.pass_obj
def list_releases(site: Path, what: str | None, now: str | None, format: str) -> None:
    """List releases: drafts, embargoed, ahead, expiring, new.

    WHAT is one list; without it those that a working day asks for are shown.
    """
    from warta.cli.listing import run_list

    run_list(site, what, now, format)


@commands.command("open")
@click.argument("path", type=_PATH, required=False)
@click.option("--print", "only_print", is_flag=True, help="Print the address, and open nothing.")
@click.pass_obj
def open_page(site: Path, path: Path | None, *, only_print: bool) -> None:
    """Open the public page of the release in PATH, or the site."""
    from warta.cli.opening import run_open

    run_open(site, path, only_print=only_print)


@commands.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands.

    For bash put `eval "$(warta completion bash)"` into ~/.bashrc.
    """
    from warta.cli.completing import run_completion

    run_completion(commands, shell)


@commands.command()
@click.argument("what", required=False, type=click.Choice(["release", "page", "organization", "config"]))
@click.option("--cms", type=click.Choice(["sveltia"]), help="Write admin/ for this editor of newsrooms in a forge.")
@click.option("--repo", help="With --cms: the address of the repository. Default: that of the git remote origin.")
@click.pass_obj
def schema(site: Path, what: str | None, cms: str | None, repo: str | None) -> None:
    """Print a JSON Schema, or write what a CMS needs.

    WHAT is release, page, organization (their front matter) or config (config.yaml).
    """
    if cms is not None and what is None:
        from warta.cli.forge import run_schema_for_cms

        run_schema_for_cms(site, repo)
        return
    import msgspec

    from warta.cli.describing import in_language
    from warta.content.jsonschema import SCHEMAS

    if what is None:
        raise UsageError(
            msg(
                "schema-of-what",
                "Of what? Write one of: schema release, schema page, schema organization, schema config, "
                "schema --cms sveltia.",
            )
        )
    put(msgspec.json.format(msgspec.json.encode(in_language(SCHEMAS[what])), indent=2).decode())


@commands.command()
@click.argument("what", metavar="FILE|URL|-")
@click.option("--proof", type=_PATH, help="The proof of the text. Default: FILE.tlog-proof.")
@click.option("--key", help="The public key of the newsroom: 56 letters, or a file with them. Default: our own.")
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How it is written."
)
@click.pass_obj
def verify(site: Path, /, what: str, proof: Path | None, key: str | None, format: str) -> None:
    """Say whether a text was published in these words.

    It asks no host: a text, its proof and a public key are enough. The exit code is 0 where it holds, 1 where it does
    not, 3 where the release was withdrawn.
    """
    from warta.cli.verifying import run_verify

    run_verify(site, what, proof, key, format)


@commands.group()
def trust() -> None:
    """Keys, and the log of all that was published."""


@trust.command("init")
@click.option("--drawer", type=_PATH, required=True, help="The folder (a stick) into which the drawer key is written.")
@click.pass_obj
def trust_init(site: Path, drawer: Path) -> None:
    """Make the two keys of a newsroom."""
    from warta.cli.trusting import run_init

    run_init(site, drawer)


@trust.command("rotate")
@click.option("--drawer", type=_PATH, required=True, help="The file of the drawer key.")
@click.pass_obj
def trust_rotate(site: Path, drawer: Path) -> None:
    """Make a new daily key, named by the drawer key."""
    from warta.cli.trusting import run_rotate

    run_rotate(site, drawer)


@trust.command("restore")
@click.argument("target", required=False)
@click.option("--yes", is_flag=True, help="Do not ask (for scripts).")
@click.option("--clock-is-right", is_flag=True, help="Sign, whatever time servers tell.")
@click.pass_obj
def trust_restore(site: Path, target: str | None, *, yes: bool, clock_is_right: bool) -> None:
    """Put our copy of the log back on the host TARGET."""
    from warta.cli.deploying import DeployOptions, run_deploy

    run_deploy(site, DeployOptions(target=target, yes=yes, restore=True, clock_is_right=clock_is_right))


@trust.command("audit")
@click.argument("url", required=False)
@click.pass_obj
def trust_audit(site: Path, url: str | None) -> None:
    """Check the whole log of the live site at URL."""
    from warta.cli.trusting import run_audit

    run_audit(site, url)


importing.add_command(check_import)
commands.add_command(importing)
