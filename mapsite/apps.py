from django.contrib.admin.apps import AdminConfig


class EditorsSideConfig(AdminConfig):
    """Django's admin as the editors' side: its own order, and one door."""

    default_site = "mapsite.editors_site.EditorsSite"
