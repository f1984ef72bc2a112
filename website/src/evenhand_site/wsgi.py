"""What a WSGI server calls: the site, behind the pages that it keeps."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand_site.settings")

site = get_wsgi_application()

from evenhand_site.keeping.logs import kept_page  # noqa: E402 - settings first
from evenhand_site.keeping.pages import KeptPages  # noqa: E402

application = KeptPages(site, tell=kept_page)
