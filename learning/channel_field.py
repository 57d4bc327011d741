"""Where a group talks, as an organizer types it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from learning.channels import channel


class ChannelField(forms.CharField):
    """An address of a chat channel; without a scheme it is one of the web."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=300,
            help_text=help_text,
            widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        )

    def clean(self, value: Any) -> str:
        url = super().clean(value)
        if url and "://" not in url and not url.startswith(("matrix:", "xmpp:")):
            url = f"https://{url}"
        if url and channel(url) is None:
            raise forms.ValidationError(_("Enter a valid URL."), code="invalid")
        return url
