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
    UNSEEN = frozenset(["revision", "modellogentry", "pagelogentry", "referenceindex", "uploadedfile", "taskstate"])

    def ready(self) -> None:
        from django.db.models.signals import m2m_changed, post_delete, post_save

        for signal in (post_save, post_delete, m2m_changed):
            signal.connect(_changed, dispatch_uid=f"generation-{id(signal)}")


def _changed(sender: type, **_signal: object) -> None:
    from evenhand_site.keeping.generation import raise_after_commit

    meta = sender._meta
    if meta.app_label in KeepingConfig.SEEN and meta.model_name not in KeepingConfig.UNSEEN:
        raise_after_commit()
