"""How editors look at a lesson or an exercise before it is published: as a learner, as the facilitator, as a handout."""

from django.utils.translation import gettext_lazy as _


class AudiencePreviews:
    """Preview modes by audience. Templates ask `request.preview_audience`, which does not exist on the live site:
    what only a facilitator may see is shown in that preview and nowhere else."""

    LEARNER, FACILITATOR, PRINT = "learner", "facilitator", "print"

    preview_modes = [
        (LEARNER, _("As a learner")),
        (FACILITATOR, _("As a facilitator, with notes and solutions")),
        (PRINT, _("As a printed handout")),
    ]

    def serve_preview(self, request, mode_name):
        request.preview_audience = mode_name or self.LEARNER
        return super().serve_preview(request, mode_name)
