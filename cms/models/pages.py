"""The pages of an ordinary site: home, standard pages, articles, the resource library, chapters, forms."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.forms.models import AbstractEmailForm, AbstractFormField
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from cms import page_context
from cms.blocks.body import PageBody, SectionBody

from .chapters import Chapter
from .page_forms import ChapterPageForm


class BasePage(Page):
    """What every page of the site has: a summary for cards and search engines, and a picture or a drawn cover."""

    summary = models.TextField(
        _("summary"), max_length=400, blank=True, help_text=_("One or two sentences for cards.")
    )
    cover = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("cover picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: a cover is drawn from the title."),
    )

    content_panels = [*Page.content_panels, "summary"]
    promote_panels = [*Page.promote_panels, "cover"]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    # What a reader's page is always read with, so that the routing loads it in the same statement.
    read_with: tuple[str, ...] = ()

    # Set by the routing when it has just found out: serving then asks no second time.
    is_known_public = False

    @property
    def description(self) -> str:
        """What a search engine or a shared link says of the page."""
        return self.search_description or self.summary

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | page_context.of(request, self)

    def get_view_restrictions(self):
        if self.is_known_public:
            return PageViewRestriction.objects.none()
        found = super().get_view_restrictions()
        # A live copy in another language has the very words that are restricted.
        return found | self.alias_of.get_view_restrictions() if self.alias_of_id else found

    @property
    def stands_in(self) -> bool:
        """Whether readers see the source language here: a live copy, or a translation not published yet.

        wagtail-localize makes a page of the copy as soon as somebody begins to translate; its words are
        still the old ones until a revision of its own is published.
        """
        if self.alias_of_id:
            return True
        begun = bool(self.live and self.latest_revision_id and not self.live_revision_id)
        return begun and self.locale.language_code != settings.LANGUAGE_CODE

    @property
    def words_language(self) -> str:
        """The language the words of the page are in, which is not that of the tree while it is not translated."""
        if self.alias_of_id:
            return self.alias_of.locale.language_code
        return settings.LANGUAGE_CODE if self.stands_in else self.locale.language_code


def tabbed(content: list, details: list, promote: list) -> TabbedInterface:
    """The page editor in three tabs: what is read, what is known of it, and how it is found."""
    return TabbedInterface(
        [
            ObjectList(content, heading=_("Content")),
            ObjectList(details, heading=_("Details")),
            ObjectList([*promote, *Page.settings_panels], heading=_("Promote")),
        ]
    )


class HomePage(BasePage):
    """The first page a visitor sees: a promise, one button, and sections an editor orders."""

    promise = models.CharField(_("promise"), max_length=160, blank=True)
    button_text = models.CharField(_("button"), max_length=40, blank=True)
    button_page = models.ForeignKey(
        Page,
        verbose_name=_("button leads to"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    quote = models.TextField(_("a mentor's words"), max_length=400, blank=True)
    quote_by = models.CharField(_("whose words"), max_length=120, blank=True)
    body = StreamField(SectionBody(), verbose_name=_("sections"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(["promise", "button_text", "button_page"], heading=_("Promise")),
        MultiFieldPanel(["quote", "quote_by"], heading=_("Quote")),
        "body",
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 1  # one for each language, which wagtail-localize makes; editors make no second

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class StandardPage(BasePage):
    """A page of text: about, code of conduct, how mentoring works."""

    body = StreamField(PageBody(), verbose_name=_("body"), blank=True)

    content_panels = [*BasePage.content_panels, "body"]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["cms.HomePage", "cms.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class ArticleIndexPage(BasePage):
    """The list of articles, newest first."""

    parent_page_types = ["cms.HomePage"]

    class Meta:
        verbose_name = _("article index")
        verbose_name_plural = _("article indexes")


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey("cms.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items")


class ArticlePage(BasePage):
    """A story or a piece of news, by a named author on a day."""

    author_name = models.CharField(_("author"), max_length=120, blank=True)
    published_on = models.DateField(_("date"), null=True)
    body = StreamField(PageBody(), verbose_name=_("body"), blank=True)
    tags = ClusterTaggableManager(through=ArticleTag, blank=True, verbose_name=_("tags"))

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel(["author_name", "published_on"]),
        "body",
        "tags",
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("published_on")]
    parent_page_types = ["cms.ArticleIndexPage"]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class ResourceIndexPage(BasePage):
    """The resource library: every resource snippet of the language, by kind."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*BasePage.content_panels, "intro"]
    parent_page_types = ["cms.HomePage"]

    class Meta:
        verbose_name = _("resource library")
        verbose_name_plural = _("resource libraries")


class ChapterIndexPage(BasePage):
    """The directory of chapters."""

    parent_page_types = ["cms.HomePage"]

    class Meta:
        verbose_name = _("chapter directory")
        verbose_name_plural = _("chapter directories")


class ChapterPage(BasePage):
    """What a chapter says of itself. The chapter itself is a record; this is its page in one language."""

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("chapter"), on_delete=models.PROTECT, related_name="pages", null=True
    )
    body = StreamField(PageBody(), verbose_name=_("body"), blank=True)

    read_with = ("chapter",)
    content_panels = [*BasePage.content_panels, "chapter", "body"]
    base_form_class = ChapterPageForm
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["cms.ChapterIndexPage"]

    class Meta:
        verbose_name = _("chapter page")
        verbose_name_plural = _("chapter pages")


class FormField(AbstractFormField):
    page = ParentalKey("cms.FormPage", on_delete=models.CASCADE, related_name="form_fields")


class FormPage(AbstractEmailForm, BasePage):
    """A form an editor puts together: contact, start a chapter."""

    intro = RichTextField(_("introduction"), blank=True)
    thank_you = RichTextField(_("words of thanks"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        "intro",
        InlinePanel("form_fields", label=_("Form field")),
        "thank_you",
        MultiFieldPanel(["to_address", "from_address", "subject"], heading=_("Mail")),
    ]
    parent_page_types = ["cms.HomePage", "cms.ChapterPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("form page")
        verbose_name_plural = _("form pages")
