"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path, re_path

from evenhand_site.discovery import old_feeds, views
from evenhand_site.discovery.feed_formats import FORMATS

localized = [
    path("search/", views.search, name="search"),
    *(path(f"feed/<str:kind>/<str:key>.{form}", views.feed, {"form": form}, name=f"feed-{form}") for form in FORMATS),
]
plain = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:kind>-<number:number>.xml", views.sitemap_file, name="sitemap-file"),
    path("robots.txt", views.robots, name="robots"),
    path("oai", views.harvest, name="oai"),
    re_path(old_feeds.ADDRESS, old_feeds.old_feed, name="old-feed"),
]
