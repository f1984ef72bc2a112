"""The comments below a text in the order in which they are read, a page of them at a time.

Each reply stands below what it answers. A page of comments has at most `ON_A_PAGE`: as many threads as fit, whole; a
thread that is longer than a page goes on overleaf, where a reply names whom it answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from evenhand_site.comments.models import Comment
from evenhand_site.publications.models import Publication

__all__ = ["DEEPEST", "ON_A_PAGE", "Leaf", "Node", "leaf", "number_of"]

DEEPEST = 4
"""Levels that are indented; what lies deeper stands on the last one and names whom it answers."""
ON_A_PAGE = 50
"""Comments at most that are printed at once."""


@dataclass
class Node:
    """A comment and its place: ``opens`` a list, has ``below`` a list of replies, ``closes`` so many lists after it.

    ``answers`` is what it answers where its place does not show that; ``elsewhere`` if that is on another page.
    """

    comment: Comment
    depth: int
    answers: Comment | None = None
    elsewhere: bool = False
    opens: bool = False
    below: bool = False
    closes: range = field(default=range(0))


@dataclass(frozen=True)
class Leaf:
    """One page of a text's comments: the page's number, how many pages and comments there are in all."""

    nodes: Sequence[Node]
    number: int
    pages: int
    total: int

    @property
    def numbers(self) -> list[int]:
        """Numbers of pages to print: the first, the last and those around this one; 0 where some are left out."""
        near = {1, self.pages, *range(max(self.number - 2, 1), min(self.number + 2, self.pages) + 1)}
        found: list[int] = []
        for number in sorted(near):
            found += [0, number] if found and number > found[-1] + 1 else [number]
        return found


def leaf(page: Publication, number: int = 1, holding: int | None = None) -> Leaf:
    """A page of the approved comments of a text, oldest first on each level: three queries at most.

    The page that holds the comment ``holding`` if one is named and shown, else the one of this number, or the nearest.
    A reply to a comment that is no longer shown stands on the first level.
    """
    parents = _parents(page)
    leaves, number = _opened(parents, number, holding)
    return Leaf(_nodes(page, leaves[number - 1], parents), number, len(leaves), len(parents))


def number_of(page: Publication, number: int = 1, holding: int | None = None) -> int:
    """The number of the page that `leaf` gives for the same, by one query."""
    return _opened(_parents(page), number, holding)[1]


def _parents(page: Publication) -> dict[int, int | None]:
    shown = Comment.objects.filter(page=page, state=Comment.State.APPROVED).order_by("created", "pk")
    return dict(shown.values_list("pk", "parent_id"))


def _opened(parents: dict[int, int | None], number: int, holding: int | None) -> tuple[list[list[int]], int]:
    """The comments of all pages, and the number of that which is opened."""
    leaves = list(_leaves(_threads(parents))) or [[]]
    held = next((place for place, keys in enumerate(leaves, 1) if holding in keys), None)
    return leaves, held or max(1, min(number, len(leaves)))


def _threads(parents: dict[int, int | None]) -> Iterator[list[int]]:
    """Each comment of the first level with everything below it, as it is read."""
    replies: dict[int | None, list[int]] = defaultdict(list)
    for key, parent in parents.items():
        replies[parent if parent in parents else None].append(key)
    for first in replies[None]:
        thread, waiting = [], [first]
        while waiting:
            thread.append(waiting.pop())
            waiting.extend(reversed(replies[thread[-1]]))
        yield thread


def _leaves(threads: Iterable[list[int]]) -> Iterator[list[int]]:
    """Threads on pages, in their order."""
    filled: list[int] = []
    for thread in threads:
        if filled and len(filled) + len(thread) > ON_A_PAGE:
            yield filled
            filled = []
        filled = filled + thread
        while len(filled) > ON_A_PAGE:
            yield filled[:ON_A_PAGE]
            filled = filled[ON_A_PAGE:]
    if filled:
        yield filled


def _nodes(page: Publication, keys: Sequence[int], parents: dict[int, int | None]) -> list[Node]:
    here = set(keys)
    named = {parent for key in keys if (parent := parents[key]) in parents}
    comments = Comment.objects.in_bulk(here | named) if here else {}
    for comment in comments.values():
        comment.page = page
    level: dict[int, int] = {}
    nodes = []
    for key in keys:
        parent = parents[key]
        level[key] = level[parent] + 1 if parent in here else 1
        elsewhere = parent in comments and parent not in here
        answers = comments.get(parent) if level[key] > DEEPEST or elsewhere else None
        nodes.append(Node(comments[key], min(level[key], DEEPEST), answers, elsewhere))
    depths = [0, *(node.depth for node in nodes), 1]
    for place, node in enumerate(nodes):
        before, after = depths[place], depths[place + 2]
        node.opens, node.below = node.depth > before, after > node.depth
        node.closes = range(max(node.depth - after, 0))
    return nodes
