"""The claims of a commentary on relations between the United States and Russia, in this project's own words.

They are those of M. Troitskiy, “Setting Expectations Right”, PONARS Eurasia, 11 November 2013,
https://www.ponarseurasia.org/setting-expectations-right/ . The hedges are the author's: usually, often, can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

__all__ = ["CLAIMS", "Claim"]


@dataclass(frozen=True)
class Claim:
    """A claim with a title, and what the numbers cannot say about it."""

    title: Any
    text: Any
    open: Any = ""


CLAIMS: Sequence[Claim] = (
    Claim(
        gettext_lazy("What the relationship can bring"),
        gettext_lazy("Whoever wants to repair the relationship has to see clearly what it can bring to either side."),
    ),
    Claim(
        gettext_lazy("Hopes and crises"),
        gettext_lazy("Hopes that were not fulfilled have led to crises again and again. To lower them is not to get "
                     "ready for a confrontation; and it is above all the Russian side that has hopes to revise."),
        gettext_lazy("A record of a few episodes and a simulation with default parameters show a pattern; they cannot "
                     "show what caused it."),
    ),
    Claim(
        gettext_lazy("Two lasting benefits"),
        gettext_lazy("Short of an alliance, dealing with the United States can bring only two lasting benefits: trade "
                     "and investment, which stay short-lived or speculative where the law does not protect them; and "
                     "what is saved, in the nuclear field above all, when a clash becomes less likely, if the "
                     "governments find the will. Often the second helps the first."),
        gettext_lazy("Legal safety and political will are in the models as parameters that the authors entered; that "
                     "there is no third lasting benefit is not for a case to show."),
    ),
    Claim(
        gettext_lazy("A convenient adversary"),
        gettext_lazy("The argument can be turned round: so strong a power can also serve at home as a convenient "
                     "adversary, which helps to justify spending more on arms."),
    ),
    Claim(
        gettext_lazy("Congress, and one issue for another"),
        gettext_lazy("In foreign policy the American executive is bound by Congress. It is therefore unlikely that an "
                     "interest in one field is given up for a gain in another, and calls to respect each other's "
                     "interests usually meet with little sympathy there."),
        gettext_lazy("Packages of more than two issues are not searched for here; the command line can."),
    ),
    Claim(
        gettext_lazy("Showing instead of bargaining"),
        gettext_lazy("What is sought by bargaining can often be had by showing the other side that a conflict over the "
                     "matter does not serve it."),
        gettext_lazy("Being shown something and believing it are two things: the corrections count as believed."),
    ),
    Claim(
        gettext_lazy("Opposing out of habit"),
        gettext_lazy("When the sides oppose each other out of habit, both of them lose, and usually somebody else as "
                     "well."),
    ),
    Claim(
        gettext_lazy("Loss without a good reason"),
        gettext_lazy("Instead of arguing about the order of the world, one should look at single matters and ask what "
                     "is lost where the sides stand against each other without a good reason."),
    ),
    Claim(
        gettext_lazy("What others take Russia’s interests to be"),
        gettext_lazy("What Washington takes to be Russia's interests is not always what the Russian public and those "
                     "who make policy there hold them to be."),
        gettext_lazy("The case asks the same in both directions, though most documented misreadings in its sources "
                     "concern what Russia's interests are: that may be a bias of the sources."),
    ),
    Claim(
        gettext_lazy("Holding on to what exists"),
        gettext_lazy("On many matters Russian diplomacy clings to what exists more than Washington may think "
                     "reasonable, out of a deep fear of what cannot be foreseen. Arguments that show what a change "
                     "would bring can do more than isolating the country; and the attachment can serve Washington as "
                     "a touchstone for its own plans."),
        gettext_lazy("A plan is tested against this attachment with the command “evenhand initiative”; whether "
                     "arguments do more than isolating is a matter of claim 6."),
    ),
    Claim(
        gettext_lazy("Not status"),
        gettext_lazy("What the relationship comes down to is not status."),
    ),
    Claim(
        gettext_lazy("A few questions, to the benefit of both"),
        gettext_lazy("It is a matter of dealing with certain international questions, few as they may be, to the "
                     "benefit of both."),
        gettext_lazy("That an agenda would leave both better off does not say that they would take it up: the keys in "
                     "the table show what stands in the way."),
    ),
    Claim(
        gettext_lazy("Gains without great difficulty"),
        gettext_lazy("In many cases both could gain without great difficulty, if the sides stopped bargaining and the "
                     "needless losses of conflict were examined impartially."),
    ),
    Claim(
        gettext_lazy("No lever on Washington"),
        gettext_lazy("Neither ties of trade nor security arrangements are likely to give a partner a lever on "
                     "Washington, except perhaps China."),
        gettext_lazy("China is a bystander in this case, so the exception that the claim makes cannot be tested."),
    ),
)  # fmt: skip
