from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "evenhand_site.newsletter"
    label = "newsletter"
