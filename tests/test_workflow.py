"""The workflow that builds the site elsewhere: what it runs is there, and it may do no more than it must."""

from __future__ import annotations

import re
import shlex
import tomllib
from typing import Any

import click
import pytest
import yaml  # type: ignore[import-untyped]  # it comes with other tools of development

from tests.blogs import ROOT
from tracker.cli import enishi

WORKFLOW = ROOT / ".github" / "workflows" / "site.yml"
TEXT = WORKFLOW.read_text("utf-8")
SAID: dict[Any, Any] = yaml.safe_load(TEXT)
STARTS: dict[str, Any] = SAID[True]  # YAML takes the word `on` for a truth
STEPS: list[dict[str, Any]] = [step for job in SAID["jobs"].values() for step in job["steps"]]
COMMANDS = [shlex.split(line) for step in STEPS for line in step.get("run", "").splitlines()]


def test_every_command_of_enishi_and_make_in_it_exists() -> None:
    ours = [words for words in COMMANDS if words[0] in ("enishi", "make")]
    assert ["enishi", "check"] in ours
    assert ["enishi", "build", "--production"] in ours
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for program, name, *options in ours:
        if program == "make":
            assert name in targets
            continue
        command = enishi.get_command(click.Context(enishi), name)
        assert command, name
        known = {option for parameter in command.params for option in parameter.opts}
        assert {*options} <= known, options


def test_what_is_checked_comes_before_what_is_built_and_what_is_built_is_published() -> None:
    order = [step.get("run") or step["uses"].partition("@")[0] for step in STEPS]
    wanted = ["enishi check", "enishi build --production", "actions/upload-pages-artifact", "actions/deploy-pages"]
    assert [one for one in order if one in wanted] == wanted
    assert SAID["jobs"]["deploy"]["needs"] == "build"


def test_the_paths_in_it_are_those_of_the_project() -> None:
    used = {step["uses"].partition("@")[0]: step.get("with", {}) for step in STEPS if "uses" in step}
    assert used["actions/cache"]["path"] == ".cache"
    assert used["actions/upload-pages-artifact"]["path"] == "output"
    assert (ROOT / used["actions/setup-python"]["cache-dependency-path"]).is_file()
    settings = (ROOT / "pelicanconf.py").read_text("utf-8")
    assert 'OUTPUT_PATH = "output"' in settings
    assert '".cache"' in settings
    assert used["actions/checkout"] == {"fetch-depth": 0, "persist-credentials": False}


def test_what_it_installs_is_an_extra_of_the_package() -> None:
    [install] = [words for words in COMMANDS if "pip" in words]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert install[-1] == ".[site]"
    assert "site" in extras
    assert (ROOT / install[install.index("--constraint") + 1]).is_file()


def test_it_may_read_and_only_the_last_job_may_publish() -> None:
    assert SAID["permissions"] == {"contents": "read"}
    allowed = {name: job.get("permissions") for name, job in SAID["jobs"].items()}
    assert allowed == {"build": None, "deploy": {"pages": "write", "id-token": "write"}}


def test_it_knows_no_secret_and_no_ledger() -> None:
    assert "secrets." not in TEXT
    assert "ENISHI_" not in TEXT
    assert not any("ledger" in " ".join(words).lower() for words in COMMANDS)


def test_it_runs_at_a_push_each_day_and_when_asked_one_at_a_time() -> None:
    assert {*STARTS} == {"push", "schedule", "workflow_dispatch"}
    [daily] = STARTS["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* \*", daily["cron"])
    assert SAID["concurrency"] == {"group": "site", "cancel-in-progress": False}


@pytest.mark.parametrize("step", [step["uses"] for step in STEPS if "uses" in step])
def test_only_githubs_own_actions_at_a_major_version(step: str) -> None:
    assert re.fullmatch(r"actions/[a-z-]+@v\d+", step)
