"""The verdicts on a claim, and by what rule each claim is given its own."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, pgettext

__all__ = ["RULES", "Verdict"]


class Verdict(TextChoices):
    """What the numbers of the case do to a claim."""

    BORNE_OUT = "borne out", gettext_lazy("The numbers of this case bear the claim out.")
    PARTLY = "partly", gettext_lazy("The numbers of this case bear the claim out in part.")
    NOT = "not", gettext_lazy("The numbers of this case do not bear the claim out.")
    OPEN = "open", gettext_lazy("The program cannot say this yet.")

    @property
    def short(self) -> str:
        """The same in a word or two, for lists."""
        return {
            Verdict.BORNE_OUT: pgettext("verdict", "borne out"),
            Verdict.PARTLY: pgettext("verdict", "in part"),
            Verdict.NOT: pgettext("verdict", "not borne out"),
            Verdict.OPEN: pgettext("verdict", "cannot be said yet"),
        }[self]


RULES = (
    gettext_lazy(  # benefits
        "Borne out where there is an issue on which every side has something to gain and nobody else pays; else not."
    ),
    gettext_lazy(  # trimming
        "Three things are looked at: whether in the record crises followed unmet expectations more often than"
        " met ones; whether over the years trimming avoids a twentieth or more of the crises, and confronting"
        " brings more of them; whether expectations do not fit together, and Russia would give up the larger "
        "share of its own. Borne out where all three say so, in part where one does, else not."
    ),
    gettext_lazy(  # two_benefits
        "Borne out where the issues of trade and of arms make up half or more of every side's own unnecessary"
        " loss, in part where they make up some of it, else not."
    ),
    gettext_lazy(  # enemy
        "Borne out where private interests make up a twentieth or more of some side's own loss on the issue "
        "of arms, of which the claim speaks; in part where they do so on another issue, else not."
    ),
    gettext_lazy(  # ratification
        "Borne out where consent at home makes up a twentieth or more of some side's own loss on half or more"
        " of the issues with a loss, and no package of issues would help; in part where it does on some "
        "issue, else not."
    ),
    gettext_lazy(  # persuasion
        "Borne out where correcting misperception alone unlocks half or more of the locked issues, or wins "
        "over half or more of those that refuse; in part where it belongs to a key or wins over some, else "
        "not."
    ),
    gettext_lazy(  # by_default
        "Borne out where every side loses on every issue with a loss, and others lose, too, on half of these "
        "or more; in part where every side loses on some, else not."
    ),
    gettext_lazy(  # no_good_reason
        "Borne out where some loss that nobody else would have to pay for has no stated reason; in part where"
        " a side could gain by itself at no cost, else not."
    ),
    gettext_lazy(  # readings
        "Borne out where on some issue another side's account of Russia's interests differs from Russia's "
        "own; else not."
    ),
    gettext_lazy(  # attachment
        "At most in part, as the shares do not tell whose attachment it is: in part where attachment makes up"
        " a twentieth or more of some side's own loss on some issue, else not."
    ),
    gettext_lazy(  # status
        "Borne out where standing belongs to no key of a locked issue; not where half or more of the locked "
        "issues cannot be unlocked without it; else in part."
    ),
    gettext_lazy(  # limited
        "Borne out where one agenda of at most three issues brings every side half or more of its own "
        "unnecessary losses; in part where there are such losses, else not."
    ),
    gettext_lazy(  # impartial
        "Borne out where half or more of the issues have a state that is common ground of all accounts; in "
        "part where some have, else not."
    ),
    gettext_lazy(  # leverage
        "Counted are the pairs of issues on which there is something to threaten with and something to "
        "demand. Borne out where no threat against Washington works in most draws; not where half of them or "
        "more do; else in part."
    ),
)
"""What has to be found for which verdict, in the order of the claims; the same whatever the numbers say."""
