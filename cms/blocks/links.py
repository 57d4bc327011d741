"""Blocks that lead elsewhere: resources and calls to action."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class ResourceBlock(blocks.StructBlock):
    """A link of the resource library, with a word on why it helps here."""

    resource = SnippetChooserBlock("cms.Resource", label=_("Resource"))
    note = blocks.CharBlock(label=_("Why here"), required=False, default="")

    class Meta:
        icon = "link-external"
        group = _("Links")
        label = _("Resource")
        description = _("A link of the resource library.")
        template = "blocks/resource.html"

    def get_preview_value(self):
        resource = self.child_blocks["resource"].model_class(
            title="The Python Tutorial",
            url="https://docs.python.org/3/tutorial/",
            kind="tutorial",
            description="The tour of the language by those who make it.",
        )
        return self.normalize({"resource": resource, "note": "Chapter 3 tells the same in other words."})


class CallToActionBlock(blocks.StructBlock):
    """One thing to do next: a page of the site or an address elsewhere."""

    text = blocks.CharBlock(label=_("Words on the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("or address"), required=False, default="")
    importance = blocks.ChoiceBlock(
        label=_("Importance"),
        choices=[("primary", _("The next step")), ("secondary", _("Another way"))],
        default="primary",
        search_index=False,
    )

    class Meta:
        icon = "arrow-right"
        group = _("Links")
        label = _("Call to action")
        description = _("A button that leads to the next step.")
        template = "blocks/call_to_action.html"
        preview_value = {
            "text": "Find your chapter",
            "page": None,
            "url": "https://example.org/",
            "importance": "primary",
        }

    def clean(self, value):
        result = super().clean(value)
        if bool(result["page"]) == bool(result["url"]):
            raise blocks.StructBlockValidationError(
                {"page": ValidationError(_("Choose either a page or an address, and not both."))}
            )
        return result
