"""The addresses of the API alone: no language stands before them, and a missing one leads nowhere else."""

from evenhand_site.cases.api import addresses

urlpatterns = addresses()
