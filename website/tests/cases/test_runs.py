"""Runs: asked for once, leased, renewed, finished exactly once, given up, cancelled; and who may know of them."""

import signal
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from evenhand_site.cases import runs
from evenhand_site.cases.models import Case, CaseStudy, Run
from evenhand_site.cases.study import study_of

import evenhand
from evenhand.errors import CaseError, InputError

State = Run.State
FILE = evenhand.locate("prisoners-dilemma").read_text(encoding="utf-8")
COLUMNS = {"title": "A case", "analysis": "{}", "names": "{}", "file": FILE}


def asked(seed=1, **rest):
    return runs.ask(FILE, 64, seed, **rest)


def now(run):
    return Run.objects.get(pk=run.pk)


def expire(run):
    Run.objects.filter(pk=run.pk).update(lease=timezone.now() - timedelta(seconds=1))


def end(run):
    """What the worker does that holds it."""
    return runs.finish(run, runs.identity_of(run.file, run.draws, run.seed), COLUMNS)


def tasks():
    return DBTaskResult.objects.filter(status="READY").count()


def test_the_same_content_is_asked_for_once(db):
    first, again, other = asked(), asked(), asked(seed=2)
    assert first.pk == again.pk != other.pk
    assert tasks() == 2 and first.state == State.WAITING


def test_what_has_been_studied_is_done_without_a_worker(db):
    study = study_of(FILE, 64, 1)
    run = asked()
    assert (run.state, run.study_id, tasks()) == (State.DONE, study.pk, 0)


def test_a_file_with_faults_is_refused_with_all_of_them(db):
    with pytest.raises(CaseError) as refused:
        runs.ask(FILE.replace("case: prisoners-dilemma", "case: 7 bad name\nbad key: 1"))
    assert {fault.line for fault in refused.value.faults} == {
        1 + FILE[: FILE.index("case: prisoners")].count("\n"),
        2 + FILE[: FILE.index("case: prisoners")].count("\n"),
    }
    assert not Run.objects.exists() and not tasks()


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (1_000_001, 1), (10, -1), (10, 2**63)])
def test_numbers_out_of_range_are_refused(db, draws, seed):
    with pytest.raises(InputError):
        runs.ask(FILE, draws, seed)


def test_one_worker_takes_a_run_and_no_other_does_while_the_lease_lasts(db):
    run = asked()
    taken = runs.take(run.pk, "a")
    assert taken.state == State.RUNNING and taken.tries == 1
    assert timedelta(seconds=25) < taken.lease - timezone.now() <= runs.LEASE
    assert runs.take(run.pk, "b") is None


def test_a_renewed_lease_says_how_far_the_work_is(db):
    taken = runs.take(asked().pk, "a")
    expire(taken)
    assert runs.renew(taken, "trade", 2, 5)
    found = now(taken)
    assert (found.part, found.done, found.total) == ("trade", 2, 5) and found.lease > timezone.now()


def test_whoever_lost_the_lease_to_another_stores_nothing(db):
    slow = runs.take(asked().pk, "slow")
    expire(slow)
    quick = runs.take(slow.pk, "quick")
    assert not runs.renew(slow)
    with pytest.raises(runs.Lost):
        end(slow)
    assert not CaseStudy.objects.exists() and now(slow).worker == "quick"
    study = end(quick)
    assert (now(quick).state, now(quick).study_id) == (State.DONE, study.pk)
    with pytest.raises(runs.Lost):
        end(quick)
    assert CaseStudy.objects.count() == 1


def test_the_clock_gives_a_run_whose_worker_died_to_another_and_gives_up_the_second_time(db):
    run = asked()
    runs.take(run.pk, "a")
    DBTaskResult.objects.update(status="RUNNING")
    runs.take_up()
    assert now(run).state == State.RUNNING and tasks() == 0  # the lease has not run out
    expire(run)
    runs.take_up()
    assert now(run).state == State.WAITING and tasks() == 1
    runs.take(run.pk, "b")
    expire(run)
    runs.take_up()
    found = now(run)
    assert found.state == State.FAILED and "without a word" in found.error and found.ended


def test_a_run_whose_task_went_astray_is_put_before_the_workers_again(db):
    asked()
    DBTaskResult.objects.update(status="RUNNING")  # claimed by a worker that died before it took the run
    runs.take_up()
    runs.take_up()
    assert tasks() == 1


def test_old_tasks_are_forgotten(db):
    run = asked()
    runs.cancel(run)
    long_ago = timezone.now() - runs.TASKS_KEPT - timedelta(hours=1)
    DBTaskResult.objects.update(status="RUNNING", started_at=long_ago)
    asked(seed=2)
    runs.take_up()
    assert DBTaskResult.objects.count() == 1


def test_a_run_that_fails_is_tried_again_and_then_given_up_with_its_error(db, monkeypatch):
    def broken(*_given):
        raise ZeroDivisionError("by nothing at all")

    monkeypatch.setattr(runs, "columns_of", broken)
    run = asked()
    runs.work.call(run.pk)
    assert (now(run).state, now(run).tries) == (State.WAITING, 1)
    assert tasks() == 2  # the first one is still there: no worker of the library's took it
    runs.work.call(run.pk)
    found = now(run)
    assert (found.state, found.error) == (State.FAILED, "ZeroDivisionError: by nothing at all")
    runs.work.call(run.pk)
    assert now(run).tries == 2


def test_a_fault_of_the_case_is_not_tried_twice(db):
    run = asked()
    Run.objects.update(file=FILE.replace("parties:", "partys:"))
    runs.work.call(run.pk)
    found = now(run)
    assert found.state == State.FAILED and found.tries == 1 and "did you mean: parties?" in found.error


def test_the_work_is_done_and_stored(db):
    run = asked()
    runs.work.call(run.pk)
    found = now(run)
    assert found.state == State.DONE and found.error == "" and found.lease is None
    assert found.study.findings.issues and found.study.file == FILE


def test_a_cancelled_run_is_nobodys_and_can_be_asked_for_again(db):
    taken = runs.take(asked().pk, "a")
    assert runs.cancel(taken) and not runs.cancel(taken)
    assert not runs.renew(taken)
    with pytest.raises(runs.Lost):
        end(taken)
    assert runs.take(taken.pk, "b") is None
    anew = asked()
    assert (anew.pk, anew.state, anew.tries) == (taken.pk, State.WAITING, 0)


def test_a_worker_that_is_told_to_stop_gives_the_run_back_and_is_not_counted(db, monkeypatch):
    def told(*_given):
        raise runs.Stopped

    monkeypatch.setattr(runs, "columns_of", told)
    run = asked()
    runs.work.call(run.pk)
    assert (now(run).state, now(run).tries) == (State.WAITING, 0)


def test_publishing_a_case_asks_for_its_study(homes):
    writer = User.objects.create_user("writer")
    case = Case(case_id="prisoners-dilemma", title="A case", text=FILE, live=False)
    case.save()
    revision = case.save_revision(user=writer)
    assert not Run.objects.exists()
    revision.publish(user=writer, skip_permission_checks=True)
    run = Run.objects.get()
    assert (run.case_id, run.file, run.asked_by) == ("prisoners-dilemma", FILE, writer)


def test_a_case_with_faults_is_not_published_and_no_study_is_asked_for(homes):
    case = Case(case_id="bad", title="A case", text="case: bad", live=False)
    case.save()
    with pytest.raises(ValidationError):
        case.save_revision().publish()
    assert not Run.objects.exists()


def test_who_may_know_of_a_run_and_who_may_cancel_it(db):
    asker, other, looker, editor = (User.objects.create_user(name) for name in ("asker", "other", "looker", "editor"))
    for who, names in ((looker, ["view_run"]), (editor, ["view_run", "change_case"])):
        who.user_permissions.set(Permission.objects.filter(codename__in=names, content_type__app_label="cases"))
    run = asked(by=asker)
    seen = {who.username: runs.seen_by(who).exists() for who in (asker, other, looker, editor)}
    assert seen == {"asker": True, "other": False, "looker": True, "editor": True}
    may = {who.username: runs.cancellable_by(who, run) for who in (asker, other, looker, editor)}
    assert may == {"asker": True, "other": False, "looker": False, "editor": True}
    assert not runs.seen_by(AnonymousUser()).exists()
    asker.is_active = False
    assert not runs.seen_by(asker).exists()


def test_whoever_asks_for_the_same_run_may_see_it_and_nobody_else(db):
    first, second, other = (User.objects.create_user(name) for name in ("first", "second", "other"))
    run = asked(by=first)
    assert not runs.seen_by(second).exists()
    assert asked(by=second) == run and asked(by=second) == run
    assert list(runs.seen_by(second)) == list(runs.seen_by(first)) == [run]
    assert not runs.seen_by(other).exists()
    assert not runs.cancellable_by(second, run)  # the first one waits for it
    runs.cancel(run)
    asked(by=second)  # begun anew: the second one's now, and the first one sees what becomes of it
    assert runs.cancellable_by(second, now(run)) and list(runs.seen_by(first)) == [run]


def test_the_run_of_somebody_elses_draft_stays_closed_to_those_who_may_write(db):
    draft = Case.objects.create(case_id="prisoners-dilemma", title="Draft", text=FILE, live=False)
    author, other = User.objects.create_user("author"), User.objects.create_user("other")
    other.user_permissions.set(Permission.objects.filter(codename__in=["add_case", "change_case"]))
    runs.ask(draft.text, 64, 1, author)
    assert runs.seen_by(author).exists() and not runs.seen_by(other).exists()


# --- short work first


def worker_between(monkeypatch):
    """A worker whose runs let short tasks in between any two steps."""
    from django_tasks_db.management.commands.db_worker import Worker
    from evenhand_site.cases import working

    worker = Worker(queue_names=[runs.QUEUE], interval=0, batch=True, backend_name="studies", startup_delay=False,
                    max_tasks=None, worker_id="one", excluded_queue_names=[])  # fmt: skip
    monkeypatch.setattr(working, "LOOKS", -1.0)
    for place in ("django.db", "django_tasks_db.management.commands.db_worker"):  # the tests' connection stays
        monkeypatch.setattr(f"{place}.close_old_connections", lambda: None)
    monkeypatch.setattr(runs, "between", working.Between(worker))
    return worker


def stepped(monkeypatch, steps, seen):
    """An analysis of so many steps, which notes how many short tasks were done at each."""

    def columns_of(file, draws, seed, progress, threads):
        for step in range(steps):
            progress("analysis/x", step, steps)
            seen.append(DBTaskResult.objects.filter(status="SUCCESSFUL", priority=10).count())
        return COLUMNS

    monkeypatch.setattr(runs, "columns_of", columns_of)


def test_a_comparison_does_not_wait_for_a_run_and_a_run_goes_on_between_comparisons(db, monkeypatch):
    from evenhand_site.cases import comparing

    worker, seen = worker_between(monkeypatch), []
    stepped(monkeypatch, 4, seen)
    run, other = asked(), asked(seed=2)
    for number in (1, 2):
        comparing.analyse.enqueue(key=f"k{number}", text=f"{FILE}# {number}\n")
    runs.work.func(run.pk)
    assert seen == [1, 2, 2, 2]  # one between two steps
    assert now(run).state == State.DONE and now(other).state == State.WAITING  # no run within a run
    assert DBTaskResult.objects.filter(status="READY").count() == 2 and worker.running


def test_a_worker_told_to_stop_in_a_comparison_ends_it_and_hands_back_the_run(db, monkeypatch):
    from evenhand_site.cases import comparing

    worker, seen = worker_between(monkeypatch), []
    stepped(monkeypatch, 4, seen)
    run = asked()
    comparing.analyse.enqueue(key="k", text=FILE)

    def told_meanwhile(*_given):
        assert not runs.computing  # the signal does not break into it
        worker.running = False

    monkeypatch.setattr(comparing, "as_text", told_meanwhile)
    runs.work.func(run.pk)
    assert DBTaskResult.objects.filter(priority=10, status="SUCCESSFUL").count() == 1
    assert (now(run).state, now(run).tries, seen) == (State.WAITING, 0, [])


def asks_in_between(monkeypatch):
    """An analysis of two steps; a comparison is asked for at the first of them."""
    from evenhand_site.cases import comparing

    def columns_of(file, draws, seed, progress, threads):
        comparing.analyse.enqueue(key="k", text=FILE)
        progress("analysis/x", 0, 2)
        progress("analysis/x", 1, 2)
        return COLUMNS

    monkeypatch.setattr(comparing, "as_text", lambda _document: "{}")
    monkeypatch.setattr(runs, "columns_of", columns_of)


@pytest.fixture
def told_to_stop(monkeypatch):
    """A worker that heeds SIGTERM as the process of a worker does."""
    from evenhand_site.cases import working

    worker = worker_between(monkeypatch)
    before = signal.signal(signal.SIGTERM, working.stopping(worker))
    yield worker
    signal.signal(signal.SIGTERM, before)


def test_a_worker_told_to_stop_while_it_stores_a_run_that_let_a_short_task_in_stores_it(db, monkeypatch, told_to_stop):
    asks_in_between(monkeypatch)
    run, store = asked(), runs.store

    def told(*given):
        signal.raise_signal(signal.SIGTERM)
        return store(*given)

    monkeypatch.setattr(runs, "store", told)
    told_to_stop.run()
    assert not told_to_stop.running and not told_to_stop.running_task
    assert (now(run).state, now(run).lease, now(run).tries) == (State.DONE, None, 1)
    assert now(run).study is not None and DBTaskResult.objects.filter(status="SUCCESSFUL").count() == 2


def test_a_worker_told_to_stop_as_a_short_task_ends_hands_back_the_run_beside_it(db, monkeypatch, told_to_stop):
    from django_tasks_db.management.commands.db_worker import Worker

    asks_in_between(monkeypatch)
    run, run_task = asked(), Worker.run_task

    def told(worker, task):
        run_task(worker, task)
        if task.priority:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(Worker, "run_task", told)
    told_to_stop.run()
    assert (now(run).state, now(run).lease, now(run).tries) == (State.WAITING, None, 0)
    assert DBTaskResult.objects.get(priority=10).status == "SUCCESSFUL"


@pytest.mark.parametrize("fault", [OperationalError("database is locked"), InterfaceError("closed"), OSError("full")])
def test_a_short_task_that_cannot_be_noted_does_not_fail_the_run_beside_it(db, monkeypatch, caplog, fault):
    def refused(*_given):
        raise fault

    worker_between(monkeypatch)
    asks_in_between(monkeypatch)
    run = asked()
    for name in ("set_successful", "set_failed"):
        monkeypatch.setattr(DBTaskResult, name, refused)
    runs.work.func(run.pk)
    assert (now(run).state, now(run).tries, now(run).error) == (State.DONE, 1, "")
    assert "short task" in caplog.text and str(fault) in caplog.text


def test_looking_for_a_short_task_in_vain_does_not_fail_the_run(db, monkeypatch):
    def refused(*_given):
        raise InterfaceError("connection already closed")

    worker_between(monkeypatch)
    asks_in_between(monkeypatch)
    monkeypatch.setattr(DBTaskResult, "claim", refused)
    run = asked()
    runs.work.func(run.pk)
    assert (now(run).state, now(run).tries) == (State.DONE, 1)
