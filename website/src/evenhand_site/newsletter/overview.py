"""How the newsletter stands: who receives it, what is on its way, what an editor must decide."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from evenhand_site.newsletter.models import Delivery, Frequency, Issue, Subscriber

__all__ = ["Overview", "overview"]

State = Delivery.State


@dataclass(frozen=True)
class Overview:
    """``subscribers`` by state; ``readers`` by language and frequency; ``issues`` with the numbers of their letters."""

    subscribers: list[tuple[str, int]]
    readers: list[tuple[str, list[int]]]
    issues: list[Issue]
    undecided: list[Delivery]

    def as_text(self) -> str:
        """For a terminal."""
        lines = ["subscribers: " + (", ".join(f"{number} {name}" for name, number in self.subscribers) or "none")]
        for issue in self.issues:
            counts = [(state.label, getattr(issue, state.value)) for state in State]
            letters = ", ".join(f"{number} {name}" for name, number in counts if number)
            lines.append(f"issue {issue.pk}, {issue}: {issue.get_state_display()}; {letters or 'no letters'}")
        for delivery in self.undecided:
            lines.append(f"to decide: {delivery}: {delivery.get_state_display()}; {delivery.fault}")  # noqa: PERF401
        return "\n".join(lines)


def overview(issues: int = 20, undecided: int = 200) -> Overview:
    """The present state, with the last issues and the letters that are doubtful, or were refused without a bounce."""
    states = dict(Subscriber.objects.order_by().values_list("state").annotate(Count("pk")))
    active = Subscriber.objects.order_by().filter(state=Subscriber.State.ACTIVE)
    by_both = {
        (language, frequency): number
        for language, frequency, number in active.values_list("language", "frequency").annotate(Count("pk"))
    }
    languages = Subscriber._meta.get_field("language").flatchoices
    letters = {state.value: Count("deliveries", filter=Q(deliveries__state=state)) for state in State}
    open_ = Q(state=State.DOUBTFUL) | Q(state=State.FAILED, bounce="", subscriber__state=Subscriber.State.ACTIVE)
    return Overview(
        subscribers=[(str(state.label), states[state.value]) for state in Subscriber.State if state.value in states],
        readers=[
            (str(label), [by_both.get((code, frequency), 0) for frequency in Frequency.values])
            for code, label in languages
        ],
        issues=list(Issue.objects.annotate(**letters)[:issues]),
        undecided=list(Delivery.objects.filter(open_).select_related("issue", "subscriber")[:undecided]),
    )
