"""Site settings that editors change: the name and voice of the program, and its menus."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page


@register_setting(icon="site")
class ProgramSettings(BaseSiteSetting, ClusterableModel):
    """What the program is called, whom to write to, and where the menus lead."""

    name = models.CharField(_("program name"), max_length=60, default="Trellis")
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    contact_email = models.EmailField(_("public contact address"), blank=True)
    outside_help = models.CharField(
        _("help from outside"),
        max_length=200,
        blank=True,
        help_text=_("Whom people can turn to outside the program: a phone number, an address, a name."),
    )
    code_of_conduct = models.ForeignKey(
        Page,
        verbose_name=_("code of conduct"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    privacy = models.ForeignKey(
        Page,
        verbose_name=_("privacy page"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    interest_enough = models.PositiveSmallIntegerField(
        _("people who make a chapter"),
        default=5,
        validators=[MinValueValidator(2), MaxValueValidator(100)],
        help_text=_("Program staff get a mail when so many people within 50 km would like a chapter."),
    )
    footer_note = RichTextField(_("footer note"), blank=True, features=["bold", "italic", "link"])

    panels = [
        MultiFieldPanel(["name", "tagline", "contact_email"], heading=_("Branding")),
        FieldPanel("interest_enough"),
        FieldPanel("outside_help"),
        InlinePanel("menu_links", heading=_("Main menu"), label=_("Menu link")),
        MultiFieldPanel(
            [PageChooserPanel("code_of_conduct"), PageChooserPanel("privacy"), FieldPanel("footer_note")],
            heading=_("Footer"),
        ),
    ]

    class Meta:
        verbose_name = _("program and navigation")
        verbose_name_plural = _("program and navigation")

    def __str__(self) -> str:
        return self.name


class MenuLink(Orderable):
    """One entry of the main menu: a page, shown in the reader's language."""

    settings = ParentalKey(ProgramSettings, on_delete=models.CASCADE, related_name="menu_links")
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    label = models.CharField(
        _("label"), max_length=40, blank=True, help_text=_("Empty: the title of the page.")
    )

    panels = [PageChooserPanel("page"), FieldPanel("label")]
    is_shared_content = True

    class Meta(Orderable.Meta):
        verbose_name = _("menu link")
        verbose_name_plural = _("menu links")

    def __str__(self) -> str:
        return self.label or self.page.title
