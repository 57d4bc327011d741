"""wagtail-localize's screens under the rights of the page: who may translate, and that moderators publish."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views import convert
from wagtail_localize.views.edit_translation import user_can_edit_instance
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from cms.exceptions import CmsError
from cms.services import reviews

from . import translation_files
from .translation_report import TranslationReport


class SubmitTranslation(SubmitPageTranslationView):
    """Only somebody who may edit a page may have it translated."""

    def get_object(self):
        page = super().get_object()
        if not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return page

    def form_valid(self, form):
        answer = super().form_valid(form)
        reviews.forget_borrowed_revisions()
        return answer


class UpdateTranslations(UpdateTranslationsView):
    """Taking over changes of the source is editing; publishing them at once is for those who may publish."""

    def get_object(self):
        source = super().get_object()
        if not user_can_edit_instance(self.request.user, source.get_source_instance()):
            raise PermissionDenied
        return source

    def get_form(self):
        form = super().get_form()
        if not self._may_publish():
            field = form.fields["publish_translations"]
            field.disabled = True
            field.help_text = gettext_lazy("A moderator publishes the translations.")
        return form

    def _may_publish(self) -> bool:
        targets = [found.get_target_instance() for found in self.object.translations.filter(enabled=True)]
        return all(
            target.permissions_for_user(self.request.user).can_publish()
            for target in targets
            if isinstance(target, Page)
        )


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Giving up a translation changes what readers see at once: that is for those who may publish."""
    if not get_object_or_404(Page, pk=page_id).permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return convert.convert_to_alias(request, page_id)


def may_hand_over(page: Page, member) -> bool:
    """Whoever may edit, also while moderators have it: then the new words take the place of the old ones."""
    rights = page.permissions_for_user(member)
    return rights.can_edit() and page.has_workflow and (page.workflow_in_progress or not rights.page_locked())


@require_POST
def ask_for_review(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The translator is done: the moderators get it."""
    translation = get_object_or_404(Translation, pk=translation_id, enabled=True)
    page = translation.get_target_instance()
    if not isinstance(page, Page) or not may_hand_over(page.specific, request.user):
        raise PermissionDenied
    try:
        reviews.ask_for_review(translation=translation, member=request.user)
    except CmsError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The moderators have your translation. It is published when they agree."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def urls() -> list:
    """They stand before wagtail-localize's own, at the same addresses."""
    return [
        path("localize/submit/page/<int:page_id>/", SubmitTranslation.as_view()),
        path("localize/update/<int:translation_source_id>/", UpdateTranslations.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", convert_to_alias),
        path("localize/translate/<int:translation_id>/pofile/upload/", translation_files.upload),
        path("localize/reports/translations/", TranslationReport.as_view()),
        path("localize/reports/translations/results/", TranslationReport.as_view(results_only=True)),
        path(
            "localize/translate/<int:translation_id>/review/", ask_for_review, name="cms_review_translation"
        ),
    ]
