from django.contrib import admin
from django.urls import include, path

from mapsite.brand import brand

urlpatterns = [
    path("brand.css", brand, name="brand"),
    path("admin/", admin.site.urls),
    path("", include("events.urls")),
]

handler400 = "events.views.bad_request"
handler404 = "events.views.not_found"
