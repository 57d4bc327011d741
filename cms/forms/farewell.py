"""Deleting one's account is confirmed by typing the address one signs in with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.models import Member


class FarewellForm(forms.Form):
    """The member's own address, so that nothing is deleted by a slip."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Type it to confirm. It is forgotten with everything else."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if email != self.member.email:
            raise forms.ValidationError(_("This is not the address you sign in with."), code="other")
        return email
