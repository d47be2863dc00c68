"""The addresses of the house: each room has its own contents page."""

from django.urls import include, path

urlpatterns = [
    path("", include("qingyuan.portal.urls")),
    path("kit/", include("qingyuan.kit.urls")),
    path("org/", include("qingyuan.org.urls")),
    path("burden/", include("qingyuan.burden.urls")),
    path("campaign/", include("qingyuan.campaign.urls")),
    path("ledger/", include("qingyuan.ledger.urls")),
    path("publication/", include("qingyuan.publication.urls")),
    path("report/", include("qingyuan.reports.urls")),
    path("discipline/", include("qingyuan.discipline.urls")),
    path("inspection/", include("qingyuan.inspection.urls")),
    path("study/", include("qingyuan.study.urls")),
    path("resolutions/", include("qingyuan.resolutions.urls")),
]

handler404 = "qingyuan.org.pages.not_found"
handler403 = "qingyuan.org.pages.not_allowed"
handler500 = "qingyuan.org.pages.broken"
