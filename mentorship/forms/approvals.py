"""What organizers type about an application: a score on the rubric, and whom to keep apart from its writer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.models import Participant, Score
from mentorship.services import wishes


class ScoreForm(forms.ModelForm):
    """Points for each line of the rubric, and a note."""

    class Meta:
        model = Score
        fields = [*Score.RUBRIC, "note"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in Score.RUBRIC:
            self.fields[name] = forms.TypedChoiceField(
                label=self.fields[name].label,
                choices=Score.Points,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a point on this line.")},
            )
        note = self.fields["note"]
        note.widget = forms.Textarea(attrs={"rows": 3})
        note.help_text = _("Organizers read it once they have scored, too. The applicant never does.")

    def points(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in Score.RUBRIC}


class ApartForm(forms.Form):
    """Somebody who takes part in the round, on the other side."""

    other = forms.ModelChoiceField(
        label=_("Keep apart from"), queryset=Participant.objects.none(), to_field_name="uuid"
    )

    def __init__(self, *args, participant: Participant, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = wishes.candidates(participant=participant)
        self.fields["other"].label_from_instance = lambda other: other.member.name
