from django.apps import AppConfig


class PodcastsConfig(AppConfig):
    name = "evenhand_site.podcasts"
    label = "podcasts"
