"""The addresses of learning, beside the lesson and track pages of the tree."""

from django.urls import path

from learning.views import paths, records

app_name = "learning"

urlpatterns = [
    path("path/", paths.path, name="path"),
    path("path/edit/", paths.edit, name="path-edit"),
    path("path/away/", paths.put_away, name="path-away"),
    path("path/know/<slug:kind>/<uuid:key>/", paths.know, name="path-know"),
    path("path/forget/<slug:kind>/<uuid:key>/", paths.forget, name="path-forget"),
    path("lessons/<uuid:key>/done/", records.mark_done, name="lesson-done"),
    path("lessons/<uuid:key>/undo/", records.undo, name="lesson-undo"),
    path("lessons/<uuid:key>/seen/", records.seen, name="lesson-seen"),
    path("lessons/<uuid:key>/checkpoints/<slug:block_id>/", records.answer, name="checkpoint"),
    path("tracks/<uuid:key>/start/", records.enroll, name="enroll"),
    path("tracks/<uuid:key>/pause/", records.pause, name="enrollment-pause"),
    path("tracks/<uuid:key>/leave/", records.leave, name="enrollment-leave"),
    path("tracks/<uuid:key>/resume/", records.resume, name="resume"),
]
