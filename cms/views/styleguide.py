"""The living style page: every component with its states, for the people who build with them."""

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cms import icons
from cms.growth import Lesson, Module, State


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As you want to be called."))
    email = forms.EmailField(label=_("E-mail"))
    about = forms.CharField(label=_("What you hope to learn"), widget=forms.Textarea, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[("1", _("First steps")), ("2", _("Growing"))])
    mode = forms.ChoiceField(
        label=_("How to meet"),
        choices=[("room", _("In a room")), ("remote", _("Remote"))],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label=_("Days"),
        choices=[("tue", _("Tuesday evening")), ("sat", _("Saturday morning"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    upload = forms.FileField(label=_("A file"), required=False)
    agreed = forms.BooleanField(label=_("I have read the code of conduct"))


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the components to staff, or to anybody on a development machine; to others there is no such page."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    return render(request, "cms/styleguide.html", _samples())


def _samples() -> dict[str, object]:
    words = ("tttt ttt ttTt", "dddt ttt ttTt", "ddDd ddd dstT", "dddd ddd ddDd")
    return {
        "icons": list(icons.icons()),
        "roles": ["paper", "raise", "mist", "line", "ink", "muted", "leaf", "bloom", "sun", "berry", "sky"],
        "kinds": ["note", "tip", "warning", "danger", "bloom", "plain"],
        "vines": [_modules(word) for word in words],
        "outline": _outline(),
        "titles": [
            "Python from zero",
            "Portland",
            "Testing",
            "Data with pandas",
            "Loops",
            "Your first PyCon",
        ],
        "form": SampleForm(auto_id="empty_%s"),
        "refused": SampleForm(
            {"name": "Ada", "email": "ada at example", "mode": "room"}, auto_id="refused_%s"
        ),
        "week": _week(),
        "days": [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
        "steps": [_("You"), _("Your hours"), _("Your questions")],
        "sheet": Paginator(range(30), 10).page(2),
    }


def _modules(words: str) -> list[Module]:
    """One letter a lesson: done, started, todo; capitals are optional."""
    states = {"d": State.DONE, "s": State.STARTED, "t": State.TODO}
    return [Module([Lesson(states[c.lower()], required=c.islower()) for c in word]) for word in words.split()]


def _outline() -> list[dict[str, object]]:
    lessons = [
        {
            "title": title,
            "url": "#s-vine",
            "state": state,
            "required": required,
            "is_next": is_next,
            "minutes": 35,
        }
        for title, state, required, is_next in (
            ("Values and names", "done", True, False),
            ("Lists and loops", "started", True, True),
            ("Dictionaries", "todo", False, False),
            ("Functions", "todo", True, False),
        )
    ]
    for lesson in lessons:
        lesson["grown"] = lesson["state"] != "todo"
    return [{"title": _("Decisions and repetition"), "in_bloom": False, "lessons": lessons}]


def _week() -> list[dict[str, object]]:
    """Seven days a row: m for hours that are yours, b for hours both have."""
    kinds = {"m": "mine", "b": "both"}
    rows = {"17:00": ".m.b...", "18:00": ".b.b...", "19:00": ".m.m..b"}
    return [{"label": label, "cells": [kinds.get(cell, "") for cell in row]} for label, row in rows.items()]
