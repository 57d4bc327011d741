"""The whole site's addresses. Only this file and the settings may name all three apps."""

from allauth.account.views import logout as account_logout
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from cms.editing.account import MemberAccountView
from cms.views import machines
from cms.views.media import media
from cms.views.passkeys import AddPasskeyView
from cms.views.serve import serve

urlpatterns = [
    # One sign-in for everybody: Wagtail's own form would pass by the second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/account/", require_admin_access(MemberAccountView.as_view())),
    # Wagtail's own view forgets the session on any request; allauth's asks for a POST.
    path("admin/logout/", account_logout),
    # Wagtail's own page for trying out its error page; nobody needs it here.
    path("admin/failwhale/", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", machines.alive, name="healthz"),
    path("readyz", machines.ready, name="readyz"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("favicon.ico", machines.favicon, name="favicon"),
]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, view=media, document_root=settings.MEDIA_ROOT)

urlpatterns += i18n_patterns(
    path("accounts/2fa/webauthn/add/", AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("accounts/", include("allauth.urls")),
    path("", include("cms.site_urls")),
    path("learn/", include("learning.urls")),
    path("mentoring/", include("mentorship.urls")),
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
    prefix_default_language=False,
)

handler400 = "cms.views.pages.bad_request"
handler500 = "cms.views.pages.server_error"
