from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "evenhand_site.submissions"
    label = "submissions"

    def ready(self) -> None:
        from evenhand_site.submissions import news

        news.listen()
