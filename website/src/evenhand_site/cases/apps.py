from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "evenhand_site.cases"
    label = "cases"

    def ready(self) -> None:
        from wagtail.signals import published

        from evenhand_site.cases import desk, runs
        from evenhand_site.cases.models import Case

        published.connect(runs.after_publishing, sender=Case, dispatch_uid="cases-published")
        desk.connect()
