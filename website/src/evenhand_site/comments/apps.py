from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "evenhand_site.comments"
    label = "comments"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from evenhand_site.comments.models import Comment

        for signal in (post_save, post_delete):
            signal.connect(_changed, sender=Comment, dispatch_uid=f"comments-{id(signal)}")


def _changed(instance: object, created: bool = False, **_signal: object) -> None:
    """Pages are kept for readers: make them anew, except for a new comment that nobody sees yet."""
    from evenhand_site.comments.models import Comment
    from evenhand_site.keeping.generation import raise_after_commit

    if not created or instance.state == Comment.State.APPROVED:
        raise_after_commit()
