from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "evenhand_site.publications"
    label = "publications"

    def ready(self) -> None:
        from evenhand_site.publications import similarity

        similarity.listen()
