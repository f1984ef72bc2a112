"""A case between a file and the running site, by the commands that people give."""

import subprocess
import sys
from pathlib import Path

from servers import Site, environment_of, python

import evenhand

FILE = evenhand.locate("chicken").read_text(encoding="utf-8")
PEOPLE = """
from django.contrib.auth.models import Group, User
from wagtail.models import APIToken
from evenhand_site.cases.study import study
study("chicken", draws=64)
for name, group in (("ada", "Editors"), ("bo", "Editors"), ("cy", "Members")):
    who = User.objects.create_user(name)
    who.groups.add(Group.objects.get(name=group))
    print(APIToken.create_token(user=who, name="a machine")[1])
"""


def test_a_case_is_pulled_changed_by_two_and_pushed_without_losing_either(tmp_path):
    with Site(tmp_path / "site", workers=1, environment={"EVENHAND_TWO_FACTOR": "required"}) as site:
        tokens = python(PEOPLE, site.data).stdout_text.split()
        for name, token in zip(("ada", "bo", "cy"), tokens, strict=True):
            (tmp_path / name).mkdir()
            (tmp_path / name / "token").write_text(token)

        def command(who, *words, token=True):
            program = [str(Path(sys.executable).parent / "evenhand"), *words, "--site", site.address]
            program += ["--token-file", "token"] if token else []
            ran = subprocess.run(
                program, cwd=tmp_path / who, env=environment_of(site.data, ""), capture_output=True, text=True
            )
            assert "Traceback" not in ran.stderr
            return ran.returncode, ran.stdout + ran.stderr

        def write(who, remark):
            (tmp_path / who / "chicken.yaml").write_text(f"{FILE}# {remark}\n", encoding="utf-8")

        def text(who, name="chicken.yaml"):
            return (tmp_path / who / name).read_text(encoding="utf-8")

        status, said = command("ada", "pull", "chicken", token=False)
        assert status == 0 and "Version " in said and text("ada") == FILE
        write("ada", "первая")
        assert command("ada", "push", "chicken.yaml")[0] == 0
        assert command("bo", "pull", "chicken")[0] == 0 and text("bo") == f"{FILE}# первая\n"
        write("bo", "second")
        assert command("bo", "push", "chicken.yaml")[0] == 0
        write("ada", "third")
        status, said = command("ada", "push", "chicken.yaml")
        assert status == 2 and "[409]" in said and said.count("evenhand: ") == 1
        assert command("ada", "pull", "chicken", "-o", "theirs.yaml")[0] == 0
        assert text("ada", "theirs.yaml") == f"{FILE}# second\n"
        status, said = command("cy", "push", str(tmp_path / "ada" / "chicken.yaml"))
        assert status == 2 and "[403]" in said
        assert command("cy", "pull", "chicken", "--version", "0" * 12)[1].count("[404]") == 1
        (tmp_path / "cy" / "token").write_text("wagtail_nothing")
        assert "[401]" in command("cy", "pull", "chicken")[1]
        said = site.said
    assert not any(token in said for token in tokens) and '"traceback"' not in said
