"""People's judgements to distributions and weights."""

from evenhand.elicitation.distributions import Distribution, Marginal, marginal
from evenhand.elicitation.pooling import base_name, pooled

__all__ = ["Distribution", "Marginal", "base_name", "marginal", "pooled"]
