"""The addresses of learning, beside the lesson and track pages of the tree."""

from django.urls import path

from learning.views import (
    certificates,
    changes,
    helping,
    homework,
    matrices,
    meetups,
    overview,
    paths,
    records,
    reviewing,
)

app_name = "learning"

urlpatterns = [
    path("path/", paths.path, name="path"),
    path("path/edit/", paths.edit, name="path-edit"),
    path("path/away/", paths.put_away, name="path-away"),
    path("path/know/<slug:kind>/<uuid:key>/", paths.know, name="path-know"),
    path("path/forget/<slug:kind>/<uuid:key>/", paths.forget, name="path-forget"),
    path("lessons/<uuid:key>/done/", records.mark_done, name="lesson-done"),
    path("lessons/<uuid:key>/undo/", records.undo, name="lesson-undo"),
    path("lessons/<uuid:key>/changes/", changes.lesson_changes, name="lesson-changes"),
    path("lessons/<uuid:key>/read/", changes.read_again, name="lesson-read"),
    path("lessons/<uuid:key>/seen/", records.seen, name="lesson-seen"),
    path("lessons/<uuid:key>/checkpoints/<slug:block_id>/", records.answer, name="checkpoint"),
    path("progress/", overview.progress, name="progress"),
    path("tracks/<uuid:key>/start/", records.enroll, name="enroll"),
    path("tracks/<uuid:key>/pause/", records.pause, name="enrollment-pause"),
    path("tracks/<uuid:key>/leave/", records.leave, name="enrollment-leave"),
    path("tracks/<uuid:key>/resume/", records.resume, name="resume"),
    path("homework/", homework.listing, name="homework-list"),
    path("exercises/<uuid:key>/", homework.exercise, name="homework"),
    path("exercises/<uuid:key>/withdraw/", homework.withdraw, name="homework-withdraw"),
    path("exercises/<uuid:key>/hints/<int:number>/", homework.hint, name="hint"),
    path("exercises/<uuid:key>/read-another/", homework.read_another, name="peer-offer"),
    path("queue/", helping.queue, name="queue"),
    path("review/<int:pk>/", reviewing.review, name="review"),
    path("review/<int:pk>/claim/", helping.claim, name="review-claim"),
    path("review/<int:pk>/release/", helping.release, name="review-release"),
    path("peer-review/<int:pk>/", reviewing.peer_review, name="peer-review"),
    path("matrix/", matrices.matrix, name="matrix"),
    path("matrix/export/", matrices.export, name="matrix-export"),
    path("meetups/<uuid:uuid>/", meetups.meetup, name="meetup"),
    path("meetups/<uuid:uuid>/rsvp/", meetups.rsvp, name="rsvp"),
    path("meetups/<uuid:uuid>/rsvp/release/", meetups.release, name="rsvp-release"),
    path("meetups/<uuid:uuid>/rsvp/accept/", meetups.accept, name="rsvp-accept"),
    path("meetups/<uuid:uuid>/rsvp/offer/", meetups.offer, name="rsvp-offer"),
    path("certificates/", certificates.mine, name="certificate-list"),
    path("certificates/<uuid:uuid>/", certificates.certificate, name="certificate"),
    path("certificates/<uuid:uuid>/certificate.txt", certificates.text, name="certificate-text"),
    path("certificates/<uuid:uuid>/certificate.json", certificates.data, name="certificate-data"),
    path("certificates/<uuid:uuid>/settings/", certificates.shown, name="certificate-settings"),
]
