"""Write the pages of docs/ that the code itself knows: commands, sources, settings, errors.

`python -m docs.generate` writes them; `--check` says which would change.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["ENISHI_LANG"] = "en"  # the pages are in English whoever writes them

import click

from tracker import config, errors, sources, targets
from tracker.cli import enishi
from tracker.rules.sections import SECTIONS
from tracker.rules.settings import Setting, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DOCS = Path(__file__).parent
NOTE = "<!-- Written by `make docs`; change the code, not this page. -->\n"
WIDTH = 88


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    return {
        "commands.md": commands(),
        "sources.md": sources_page(),
        "settings.md": settings(),
        "errors.md": errors_page(),
    }


def commands() -> str:
    """The help of every command, as the terminal shows it."""
    parts = [NOTE, "# Commands", "The same text as `enishi help COMMAND`.", ""]
    for path, context in _commands(
        click.Context(enishi, info_name="enishi", max_content_width=WIDTH, **enishi.context_settings)
    ):
        parts += [f"## {path}", "```text", context.get_help(), "```", ""]
    return "\n".join(parts)


def _commands(context: click.Context) -> Iterator[tuple[str, click.Context]]:
    yield context.command_path, context
    group = context.command
    if isinstance(group, click.Group):
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if command is not None:
                yield from _commands(click.Context(command, context, name, max_content_width=WIDTH))


def sources_page() -> str:
    """What every source reads and what it can be told."""
    parts = [NOTE, "# Sources", "A source is set up by its section in `enishi.toml`, even an empty one.", ""]
    nothing = config.Settings(Path())
    for name in sources.names():
        described = nothing.described(name)
        parts += [f"## {described.title} (`[sources.{name}]`)", described.about, ""]
        if described.unproven:
            parts += ["*Built from documents alone: no recorded answer of the real service was at hand.*", ""]
        if described.unofficial:
            parts += ["*Unofficial: when the place changes, this source says that it is broken.*", ""]
        if described.posts:
            parts += [f"Announcements can be posted there: `enishi announce ARTICLE --post --on {name}`.", ""]
        parts += _table(map(_setting_row, described.settings))
    return "\n".join(parts)


def settings() -> str:
    """The sections of enishi.toml besides the sources."""
    parts = [NOTE, "# Settings", "`enishi.toml` lies beside `pelicanconf.py`; every setting has a default.", ""]
    for name, kind in SECTIONS.items():
        parts += [f"## `[{name}]`", "", *_table(map(_setting_row, settings_of(kind, f"[{name}]")))]
    return "\n".join([*parts, *_targets(), *_environment()])


def _targets() -> Iterator[str]:
    """Where a site can be put: one section of these."""
    yield from ("## Where the site is put", "", "`enishi publish` wants exactly one section `[publish.…]`.", "")
    for name in targets.names():
        kind, where = targets.load(name), f"[publish.{name}]"
        yield from (f"### {kind.title} (`{where}`)", "", kind.about, "")
        yield from ("```toml", where, *kind.example, "```", "")
        yield from _table(map(_setting_row, settings_of(kind, where)))


def _setting_row(setting: Setting) -> tuple[str, ...]:
    where = f"environment `{setting.variable}`, or the keyring" if setting.secret else f"`{setting.name}`"
    default = f"`{setting.default}`" if setting.default else ""
    return (where, setting.kind, default, setting.help)


def _environment() -> list[str]:
    rows = (
        ("`ENISHI_LEDGER`", "text", "", "The private file to use; `--ledger` wins over it."),
        ("`ENISHI_LANG`", "`en` or `ja`", "", "The language of messages; otherwise the locale's."),
        ("`ENISHI_NOW`", "ISO 8601", "", "A time to take for now, for tests and demonstrations."),
        ("`VISUAL`, `EDITOR`", "command", "", "Your editor."),
        ("`NO_COLOR`", "anything", "", "No colours."),
    )
    return ["## Environment", "", *_table(rows)]


def errors_page() -> str:
    """Exit codes and the errors behind them."""
    found = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.EnishiError)]
    codes = sorted({kind.exit_code for kind in found} | {0, 2, 130})
    known = {
        0: "Done; also when the list is empty or a pull was partial.",
        2: "The command line is not understood.",
        130: "Interrupted.",
    }
    parts = [NOTE, "# Exit codes", "", "| code | meaning |", "| --- | --- |"]
    for code in codes:
        kinds = [kind for kind in found if kind.exit_code == code]
        meaning = known.get(code) or " ".join(f"{(kinds[0].__doc__ or '').splitlines()[0]}".split())
        parts.append(f"| {code} | {meaning} |")
    parts += [
        "",
        'With `--json` an error is one line on stderr: `{"error": {"code", "message", "hint"}}`. The codes:',
        "",
    ]
    parts += [f"- `{kind.__name__}` ({kind.exit_code}): {(kind.__doc__ or '').splitlines()[0]}" for kind in found]
    return "\n".join([*parts, ""])


def _table(rows: Iterable[tuple[str, ...]]) -> list[str]:
    made = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return (
        ["| setting | kind | default | meaning |", "| --- | --- | --- | --- |", *made, ""]
        if made
        else ["It has no settings.", ""]
    )


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` only compare them; 1 when they differ."""
    stale = [
        name for name, text in pages().items() if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != text
    ]
    if "--check" in arguments:
        for name in stale:
            print(f"docs/{name} is not what the code says: run `make docs`")  # noqa: T201 - a maintainer's script
        return int(bool(stale))
    for name, text in pages().items():
        (DOCS / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
