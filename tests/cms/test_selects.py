"""A long select says what Django's says."""

import pytest
from django import forms
from django.utils.translation import gettext_lazy as _
from pytest_django.asserts import assertHTMLEqual

from cms.forms.profile import timezone_choices
from cms.forms.selects import LongSelect

CHOICES = [
    ("", _("No other")),
    ("a", 'A "quoted" <b>name</b> & more'),
    ("Europe", [("Europe/Prague", "Prague"), ('x"><script>', "<script>")]),
    (7, "Seven"),
]


@pytest.mark.parametrize("value", ["", "a", "Europe/Prague", 'x"><script>', "7", 7, None, "nowhere"])
@pytest.mark.parametrize("choices", [CHOICES, timezone_choices], ids=["hostile", "zones"])
def test_a_long_select_is_written_as_django_would_write_it(choices, value):
    written = [
        str(
            _form(widget, choices, value)["zone"].as_widget(attrs={"aria-invalid": "true", "disabled": False})
        )
        for widget in (forms.Select, LongSelect)
    ]
    assertHTMLEqual(*written)
    assert "<script>" not in written[1]


def _form(widget, choices, value) -> forms.Form:
    field = forms.ChoiceField(choices=choices, widget=widget(attrs={"data-timezone": "", "title": '"&'}))
    return type("Zoned", (forms.Form,), {"zone": field})({"zone": value})
