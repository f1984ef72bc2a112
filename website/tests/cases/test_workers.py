"""Workers as real processes on both kinds of database: killed at any moment, stopped, cancelled, side by side."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from servers import Site, environment_of, new_database, prepared, python

BEGIN = """
import json, os, threading, time
from datetime import timedelta
from pathlib import Path
import evenhand
from django.conf import settings
from django_tasks_db.models import DBTaskResult
from evenhand_site.cases import runs, working
from evenhand_site.cases.models import CaseStudy, Run
runs.LEASE, runs.RENEWED, working.LOOKS = timedelta(seconds=4), 0.1, 0.05
FILE = evenhand.locate("prisoners-dilemma").read_text(encoding="utf-8")
HERE = Path(settings.DATA)
COLUMNS = {"title": "A case", "analysis": "{}", "names": "{}", "file": FILE}
"""
ASK = "print(json.dumps([runs.ask(FILE, 64, seed).pk for seed in range(SEEDS)]))"
LOOK = """
def seen(run):
    studies = CaseStudy.objects.filter(seed=run.seed).count()
    return [run.seed, run.state, run.tries, studies, run.study_id is not None, run.error]
print(json.dumps([seen(run) for run in Run.objects.order_by("seed")]))
"""
KILL = "def die(*_given, **_names): os.kill(os.getpid(), 9)\n"
DEATHS = {
    "before the lease": "runs.take = die",
    "after the lease": "runs.columns_of = die",
    "in the middle of computing": """
inner = runs.columns_of
def columns_of(file, draws, seed, progress, threads):
    return inner(file, draws, seed, lambda part, done, total: 0 < done == total and die(), threads)
runs.columns_of = columns_of
""",
    "before the commit": "runs._settle = die",
    "after the commit": "finish = runs.finish\nruns.finish = lambda *given: (finish(*given), die())",
}
RESCUE = """
def clock():
    while Run.objects.filter(state__in=["waiting", "running"]).exists():
        runs.take_up()
        time.sleep(0.2)
    os._exit(0)
threading.Thread(target=clock).start()
working.main(1)
"""
GATE = """
began = 0
def columns_of(file, draws, seed, progress, threads):
    global began
    began += 1
    while began > int((HERE / "rounds").read_text()):
        progress("a part", 1, 3)
        time.sleep(0.02)
    return COLUMNS
runs.columns_of = columns_of
working.main(1)
"""


class Ground:
    """A prepared site on one kind of database, on which code is run in processes of their own."""

    def __init__(self, data, database):
        self.data, self.database = prepared(data, database=database), database
        self.begun = []

    def __call__(self, code, *, wait=True):
        process = python(BEGIN + code, self.data, database=self.database, wait=wait)
        self.begun.append(process)
        return process

    def clear(self):
        """End what a test has left running, and forget what it asked for."""
        for process in self.begun:
            if process.poll() is None:
                process.kill()
                process.communicate()
        self.begun.clear()
        self("DBTaskResult.objects.all().delete(); Run.objects.all().delete(); CaseStudy.objects.all().delete()")


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def ground(request, tmp_path_factory):
    if request.param == "sqlite":
        return Ground(tmp_path_factory.mktemp("workers") / "site", "")
    address = new_database(request.getfixturevalue("postgres_server"), "workers")
    return Ground(tmp_path_factory.mktemp("workers") / "site", address)


@pytest.fixture
def site(ground):
    yield ground
    ground.clear()


def let(site, rounds):
    """Open the gate for so many rounds, at once: nobody reads a number that is half written."""
    draft = site.data / "rounds.new"
    draft.write_text(str(rounds))
    draft.replace(site.data / "rounds")


def states(site):
    return json.loads(site(LOOK).stdout_text)


def wait_for(site, state, number):
    """Until so many runs are in a state."""
    code = f"while Run.objects.filter(state={state!r}).count() != {number}: time.sleep(0.05)"
    site(f"def late(): os._exit(7)\ntimer = threading.Timer(100, late); timer.start()\n{code}\ntimer.cancel()")


def test_a_worker_killed_at_any_moment_leaves_a_run_that_another_finishes_once(site):
    for seed, how in enumerate(DEATHS.values()):
        killed = site(f"runs.ask(FILE, 64, {seed})\n{KILL}{how}\nworking.main(1)", wait=False)
        said = killed.communicate(timeout=120)[1]
        assert killed.returncode == -signal.SIGKILL, said
    before = states(site)
    assert [row[1] for row in before] == ["waiting", "running", "running", "running", "done"]
    assert [row[3] for row in before] == [0, 0, 0, 0, 1]  # what was about to be stored is not
    site(RESCUE)
    after = states(site)
    assert [row[:5] for row in after] == [
        [0, "done", 1, 1, True],
        [1, "done", 2, 1, True],
        [2, "done", 2, 1, True],
        [3, "done", 2, 1, True],
        [4, "done", 1, 1, True],
    ]
    assert all(row[5] == "" for row in after)


def test_two_workers_do_twice_the_runs_of_one_and_a_paused_one_cannot_finish_what_another_took(site):
    site(ASK.replace("SEEDS", "20"))
    let(site, 3)
    workers = [site(GATE, wait=False)]
    wait_for(site, "done", 3)
    workers.append(site(GATE, wait=False))
    wait_for(site, "done", 6)  # the second has caught up: both are at their fourth
    wait_for(site, "running", 2)
    let(site, 6)
    wait_for(site, "done", 12)  # three rounds: three each
    wait_for(site, "running", 2)
    workers[0].send_signal(signal.SIGSTOP)
    site("time.sleep(4.5); runs.take_up()")  # the lease of the paused one is given to others
    let(site, 30)
    wait_for(site, "done", 20)
    workers[0].send_signal(signal.SIGCONT)
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0, worker.communicate()
    found = states(site)
    assert [row[3] for row in found] == [1] * 20 and sorted(row[2] for row in found) == [1] * 19 + [2]


def test_a_run_is_cancelled_while_it_runs_and_a_stopped_worker_gives_its_own_back(site):
    site(ASK.replace("SEEDS", "2"))
    let(site, 0)
    worker = site(GATE, wait=False)
    wait_for(site, "running", 1)
    site("while not Run.objects.filter(part='a part', done=1, total=3).exists(): time.sleep(0.05)")
    site("assert runs.cancel(Run.objects.get(state='running'))")
    wait_for(site, "running", 1)  # the worker has dropped it and is at the other one
    worker.send_signal(signal.SIGTERM)
    said = worker.communicate(timeout=30)[1]
    assert worker.returncode == 0 and "Traceback" not in said, said
    assert [row[1:4] for row in states(site)] == [["cancelled", 1, 0], ["waiting", 0, 0]]
    let(site, 9)
    site(RESCUE)
    assert [row[1:4] for row in states(site)] == [["cancelled", 1, 0], ["done", 1, 1]]


def process(data, name):
    """The process ids below the site's that run a module."""
    found = subprocess.run(["pgrep", "-f", name], capture_output=True, text=True).stdout.split()
    return [
        int(pid) for pid in found if f"EVENHAND_DATA={data}" in Path(f"/proc/{pid}/environ").read_text().split("\0")
    ]


def test_serving_brings_a_worker_that_is_started_again_when_it_dies(tmp_path):
    data = tmp_path / "site"
    with Site(data) as served:
        (first,) = process(data, "evenhand_site.cases.working")
        assert os.getpriority(os.PRIO_PROCESS, first) == 10
        os.kill(first, signal.SIGKILL)
        python(f"{BEGIN}{ASK.replace('SEEDS', '1')}", data)
        until = "while not Run.objects.filter(state='done').exists(): time.sleep(0.1)"
        python(BEGIN + until, data)
        (second,) = process(data, "evenhand_site.cases.working")
        assert second != first and "Traceback" not in served.said
    assert process(data, "evenhand_site.cases.working") == []


def test_more_workers_are_a_command_that_control_c_ends(site):
    site(ASK.replace("SEEDS", "2"))
    command = [str(Path(sys.executable).parent / "evenhand"), "work", "--studies", "2", "--data", str(site.data)]
    environment = environment_of(site.data, site.database)
    worker = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    wait_for(site, "done", 2)
    worker.send_signal(signal.SIGINT)
    said = worker.communicate(timeout=30)[1]
    assert worker.returncode == 0 and said.count("Stopping.") == 1 and "Traceback" not in said, said
    assert process(site.data, "evenhand_site.cases.working") == []


def test_where_there_is_no_site_there_is_nothing_to_work_for(tmp_path):
    command = [str(Path(sys.executable).parent / "evenhand"), "work", "--data", str(tmp_path / "none")]
    ran = subprocess.run(command, env=environment_of(tmp_path, ""), capture_output=True, text=True, timeout=60)
    assert ran.returncode == 2 and "there is no site here" in ran.stderr
