from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "evenhand_site.keeping"
    label = "keeping"

    #: Apps whose records readers see; comments raise the generation themselves, when one is approved.
    SEEN = frozenset(
        [
            *("house", "people", "publications", "podcasts", "events", "academy", "taskforces", "cases"),
            *("wagtailcore", "wagtailimages", "wagtaildocs", "wagtailredirects"),
        ]
    )
    #: Records of these apps that no reader sees, though editors write them all the time.
    UNSEEN = frozenset(
        ["revision", "modellogentry", "pagelogentry", "referenceindex", "uploadedfile", "taskstate", "run"]
    )

    def ready(self) -> None:
        from django.db.models.signals import m2m_changed, post_delete, post_save
        from django.urls import register_converter

        from evenhand_site.keeping import accounts, two_factor  # noqa: F401 - they listen to signals
        from evenhand_site.keeping.numbers import RecordNumber

        register_converter(RecordNumber, "number")
        for signal in (post_save, post_delete, m2m_changed):
            signal.connect(_changed, dispatch_uid=f"generation-{id(signal)}")


def _changed(sender: type, **_signal: object) -> None:
    from evenhand_site.keeping.generation import raise_after_commit

    meta = sender._meta
    seen = meta.app_label in KeepingConfig.SEEN or meta.model_name == "commentrules"
    if seen and meta.model_name not in KeepingConfig.UNSEEN:
        raise_after_commit()
