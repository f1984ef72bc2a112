"""The process that watches over the others: with programs that fail, end, or do not want to, as real processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

WEB, CLOCK, RECKONING, WORKER = (
    "gunicorn", "evenhand_site.keeping.clock", "evenhand_site.cases.reckoning", "evenhand_site.cases.working",
)  # fmt: skip
STAYS = "time.sleep(600)"
STUBBORN = "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
WITH_A_CHILD = "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
SUPERVISE = """
import sys
from evenhand_site.keeping import supervising
supervising.PAUSE, supervising.LONGEST_PAUSE, supervising.GONE, supervising.PATIENCE = 0.1, 0.8, 0.5, 1.0
start = supervising._start
def started(*words):
    return start("played", words[0])
supervising._start = started
sys.exit(supervising.supervise(1, *{web}))
"""
PLAYED = """
import os, signal, subprocess, sys, time
with open("log", "a") as log:
    log.write(f"{sys.argv[1]} {os.getpid()} {time.monotonic()}\\n")
exec(open(sys.argv[1]).read())
"""


def _listening() -> None:
    """Take no notice of how the tests were started: a signal that is ignored there would be ignored here too."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


class Watched:
    """The watching process, whose programs are played by scripts; a program is named as it is started."""

    def __init__(self, folder: Path, *, alone: bool = False, **scripts: str) -> None:
        self.folder, self.data = folder, folder / "data"
        self.data.mkdir()
        (folder / "played.py").write_text(PLAYED)
        names = {"web": WEB, "clock": CLOCK, "reckoning": RECKONING, "worker": WORKER}
        for short, name in names.items():
            (folder / name).write_text(scripts.get(short, STAYS))
        code = SUPERVISE.format(web=[] if alone else ["127.0.0.1:1", 1])
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], cwd=folder, text=True, stderr=subprocess.PIPE, start_new_session=True,
            preexec_fn=_listening,
            env={**os.environ, "EVENHAND_DATA": str(self.data), "PYTHONPATH": str(folder)},
        )  # fmt: skip

    def starts(self, name: str, least: int = 1) -> list[float]:
        """When a program was started, once it was so often."""
        for _ in range(600):
            lines = (self.folder / "log").read_text().splitlines() if (self.folder / "log").exists() else []
            found = [float(line.split()[2]) for line in lines if line.split()[0] == name]
            if len(found) >= least:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{name} was started {len(found)} times")

    def ended(self) -> tuple[int, str]:
        said = self.process.communicate(timeout=60)[1]
        return self.process.returncode, said

    @property
    def left(self) -> list[str]:
        """The process ids that are left of it, but for those that only wait for the system to forget them."""
        command = ["ps", "-o", "pid=,stat=", "--sid", str(self.process.pid)]
        found = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
        return [line.split()[0] for line in found if not line.split()[1].startswith("Z")]


@pytest.fixture
def watched(tmp_path):
    made = []

    def make(**wishes):
        made.append(Watched(tmp_path, **wishes))
        return made[-1]

    yield make
    for each in made:
        for pid in each.left:
            os.kill(int(pid), signal.SIGKILL)
        each.process.communicate(timeout=10)


def test_a_web_server_that_fails_at_once_is_tried_three_times_and_given_up(watched):
    site = watched(web="sys.exit(3)", reckoning=WITH_A_CHILD + STAYS)
    status, said = site.ended()
    assert status == 3 and len(site.starts(WEB)) == 3
    assert said.count("the web server failed 3 times") == 1 and "with exit status 3" in said and "Mend that" in said
    assert "Traceback" not in said and site.left == []


def test_a_web_server_that_is_killed_each_time_gives_the_status_that_shells_give(watched):
    status, said = watched(web="os.kill(os.getpid(), signal.SIGKILL)").ended()
    assert status == 137 and "exit status 137" in said


def test_a_web_server_that_is_told_to_end_takes_all_with_it(watched):
    site = watched(web="sys.exit(0)")
    assert site.ended() == (0, "Stopping.\n") and site.left == [] and len(site.starts(WEB)) == 1


def test_what_fails_beside_is_tried_in_growing_pauses_and_told_of_once(watched):
    """Pauses of 0.1, 0.2, 0.4, 0.8, 0.8 seconds, each with a look every tenth of a second and the start itself."""
    site = watched(clock="sys.exit(1)")
    times = site.starts(CLOCK, 7)
    pauses = [later - sooner for sooner, later in pairwise(times)]
    for pause, least in zip(pauses, [0.1, 0.2, 0.4, 0.8, 0.8, 0.8], strict=False):
        assert pause >= least
    assert len(site.starts(WEB)) == 1
    site.process.terminate()
    status, said = site.ended()
    assert status == 0 and said.count("evenhand:") == 1
    assert "the clock, which publishes and sends what is due failed 3 times" in said and "The rest goes on" in said


def test_what_ends_in_order_is_started_again_as_often_as_it_likes(watched):
    site = watched(worker="sys.exit(0)", alone=True)
    times = site.starts(WORKER, 6)
    site.process.terminate()
    assert site.ended() == (0, "Stopping.\n") and times[-1] - times[0] < 30


def test_a_data_folder_that_is_gone_ends_everything(watched):
    site = watched(reckoning=WITH_A_CHILD + STAYS)
    for name in (WEB, CLOCK, RECKONING, WORKER):
        site.starts(name)
    shutil.rmtree(site.data)
    status, said = site.ended()
    assert status == 1 and f"the data folder {site.data} is gone" in said and "restore a back-up" in said
    assert site.left == []


def test_so_does_another_in_its_place_but_not_one_that_is_away_for_a_moment(watched):
    site = watched()
    site.starts(WORKER)
    site.data.rename(site.folder / "away")
    time.sleep(0.2)
    (site.folder / "away").rename(site.data)
    time.sleep(1)
    assert site.process.poll() is None
    site.data.rename(site.folder / "away")
    site.data.mkdir()  # as a program does that keeps something there
    assert site.ended()[0] == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_stop_it_stops_all_those_that_do_not_want_to_too(watched, number):
    site = watched(clock=STUBBORN, reckoning=WITH_A_CHILD + STUBBORN, worker=WITH_A_CHILD + STAYS)
    for name in (WEB, CLOCK, RECKONING, WORKER):
        site.starts(name)
    time.sleep(0.3)
    site.process.send_signal(number)
    assert site.ended() == (0, "Stopping.\n") and site.left == []


def test_told_to_stop_in_a_pause_it_stops(watched):
    site = watched(web="time.sleep(0.2); sys.exit(1)", clock="sys.exit(1)")
    site.starts(CLOCK)
    site.process.terminate()
    status, said = site.ended()
    assert status == 0 and said == "Stopping.\n" and site.left == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody is told that a parent is gone")
def test_when_it_is_killed_nobody_is_left(watched):
    site = watched()
    for name in (WEB, CLOCK, RECKONING, WORKER):
        site.starts(name)
    site.process.kill()
    site.process.wait(10)
    for _ in range(200):
        if not site.left:
            break
        time.sleep(0.05)
    assert site.left == []


def test_it_keeps_the_folder_that_the_site_was_started_with(tmp_path):
    """Without any in the environment that is the one of the settings, below where the site is started."""
    code = "from evenhand_site.keeping.supervising import _Folder; print(_Folder()._place)"
    kept = {name: value for name, value in os.environ.items() if name != "EVENHAND_DATA"}
    said = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=kept, capture_output=True, text=True).stdout
    assert said.strip() == str(tmp_path.resolve() / "evenhand-site")
