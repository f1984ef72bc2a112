"""The comments below a text in the order in which they are read: each reply below what it answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from evenhand_site.comments.models import Comment
from evenhand_site.publications.models import Publication

__all__ = ["DEEPEST", "Node", "thread"]

DEEPEST = 4
"""Levels that are indented; what lies deeper stands on the last one and names whom it answers."""


@dataclass
class Node:
    """A comment and its place: ``opens`` a list, has ``below`` a list of replies, ``closes`` so many lists after it."""

    comment: Comment
    depth: int
    answers: Comment | None = None
    opens: bool = False
    below: bool = False
    closes: range = field(default=range(0))


def thread(page: Publication) -> list[Node]:
    """The approved comments of a text, oldest first on each level, in one query.

    A reply to a comment that is no longer shown stands on the first level.
    """
    shown = list(Comment.objects.filter(page=page, state=Comment.State.APPROVED).order_by("created", "pk"))
    known = {comment.pk: comment for comment in shown}
    replies: dict[int | None, list[Comment]] = defaultdict(list)
    for comment in shown:
        replies[comment.parent_id if comment.parent_id in known else None].append(comment)
    nodes: list[Node] = []
    waiting = [(comment, 1) for comment in reversed(replies[None])]
    while waiting:
        comment, level = waiting.pop()
        answers = known.get(comment.parent_id) if level > DEEPEST else None
        nodes.append(Node(comment, min(level, DEEPEST), answers))
        waiting.extend((reply, level + 1) for reply in reversed(replies[comment.pk]))
    depths = [0, *(node.depth for node in nodes), 1]
    for place, node in enumerate(nodes):
        before, after = depths[place], depths[place + 2]
        node.opens, node.below = node.depth > before, after > node.depth
        node.closes = range(max(node.depth - after, 0))
    return nodes
