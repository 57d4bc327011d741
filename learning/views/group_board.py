"""The board of a study group, for its organizers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models import StudyGroup
from learning.services import group_boards

from .group_doors import run_by_reader


@run_by_reader()
def board(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """What the next meetups need, and who may need a word."""
    found = group_boards.board(group=group, organizer=request.user)
    return render(request, "learning/group_board.html", {"group": group, "board": found})
