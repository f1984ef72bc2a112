"""A case as labelled, frozen arrays: states, moves, values, draws."""

from evenhand.game.draws import REPLICATES, Draws, chances, draw, further, locations, redrawn
from evenhand.game.rankings import Rankings, rankings
from evenhand.game.structure import KINDS, Structure, barring_linkages, structure
from evenhand.game.views import Means, View, Views, discount_factor, means, views

__all__ = [
    "KINDS",
    "REPLICATES",
    "Draws",
    "Means",
    "Rankings",
    "Structure",
    "View",
    "Views",
    "barring_linkages",
    "chances",
    "discount_factor",
    "draw",
    "further",
    "locations",
    "means",
    "rankings",
    "redrawn",
    "structure",
    "views",
]
