"""Which letters a member wants."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.models import Topic


class MessagesForm(forms.Form):
    """The topics this site writes about, each wanted or not."""

    wanted = forms.MultipleChoiceField(
        label=_("Write to me about"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, topics: list[Topic], declined: set[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = [(topic.value, topic.label) for topic in topics]
        self.fields["wanted"].initial = [topic.value for topic in topics if topic not in declined]

    @property
    def topics(self) -> set[Topic]:
        """What was chosen."""
        return {Topic(value) for value in self.cleaned_data["wanted"]}
