from django.apps import AppConfig


class TaskForcesConfig(AppConfig):
    name = "evenhand_site.taskforces"
    label = "taskforces"
