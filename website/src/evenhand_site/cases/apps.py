from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "evenhand_site.cases"
    label = "cases"
