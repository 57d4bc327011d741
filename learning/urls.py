"""The addresses of learning, beside the lesson and track pages of the tree."""

from django.urls import path

from learning.views import paper, records

app_name = "learning"

urlpatterns = [
    path("lessons/<uuid:key>/done/", records.mark_done, name="lesson-done"),
    path("lessons/<uuid:key>/undo/", records.undo, name="lesson-undo"),
    path("lessons/<uuid:key>/seen/", records.seen, name="lesson-seen"),
    path("lessons/<uuid:key>/checkpoints/<slug:block_id>/", records.answer, name="checkpoint"),
    path("tracks/<uuid:key>/start/", records.enroll, name="enroll"),
    path("tracks/<uuid:key>/pause/", records.pause, name="enrollment-pause"),
    path("tracks/<uuid:key>/leave/", records.leave, name="enrollment-leave"),
    path("tracks/<uuid:key>/resume/", records.resume, name="resume"),
    path("tracks/<uuid:key>/print/", paper.track_print, name="track-print"),
    path("tracks/<uuid:key>/take-home/", paper.take_home, name="take-home"),
    path("tracks/<uuid:key>/take-home/<uuid:pack>/", paper.take_home_file, name="take-home-file"),
]
