"""Adding a passkey: allauth's view, which afterwards leads on to where the member was going."""

from allauth.mfa.webauthn.views import AddWebAuthnView
from django.urls import reverse

from cms.adapter import needs_second_factor
from cms.addresses import way_on


class AddPasskeyView(AddWebAuthnView):
    """Recovery codes are shown to those who will need them; the others can always ask for a code by mail."""

    def get_success_url(self) -> str:
        if self.did_generate_recovery_codes and needs_second_factor(self.request.user):
            return reverse("mfa_view_recovery_codes")
        return way_on(self.request, otherwise=reverse("mfa_list_webauthn"))
