from __future__ import annotations

from pathlib import Path

import pytest

from docs import generate

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", generate.pages())
def test_generated_pages_are_what_the_code_says(name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == generate.pages()[name]


def test_every_command_has_help_and_examples() -> None:
    text = generate.commands()
    for block in text.split("\n## ")[2:]:
        assert "Usage: enishi" in block
        title = block.split("\n", 1)[0]
        assert title in block.split("```text", 1)[1], title


def test_every_source_and_setting_is_described() -> None:
    for line in (generate.sources_page() + generate.settings()).splitlines():
        if line.startswith(("| `", "| environment")):
            assert line.split("|")[4].strip(), line


def test_the_readme_names_only_commands_that_are() -> None:
    text = generate.commands()
    readme = (ROOT / "README.md").read_text("utf-8")
    named = {line.split("#")[0].strip() for line in readme.splitlines() if line.strip().startswith("enishi ")}
    assert named
    for command in named:
        words = [word for word in command.split() if not word.startswith(("-", '"', "[", "<")) and word.islower()]
        assert f"## {' '.join(words[:2])}\n" in text, command


def test_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    for word in ("demo", "test", "check"):
        assert f"make {word}" in readme
        assert f"\n{word}: " in makefile
