from django.contrib import admin
from django.urls import include, path

from mapsite.accounts.doors import view_on_site
from mapsite.brand import brand

urlpatterns = [
    path("brand.css", brand, name="brand"),
    path("admin/account/", include("mapsite.accounts.urls")),
    path("admin/r/<int:content_type_id>/<path:object_id>/", admin.site.admin_view(view_on_site)),
    path("admin/", admin.site.urls),
    path("", include("events.urls")),
]

handler400 = "events.views.bad_request"
handler404 = "events.views.not_found"
handler500 = "events.views.server_error"
