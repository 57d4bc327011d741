"""Links to a heading of another page: Wagtail's page link, with a fragment that editing and moving keep.

Stored as `<a linktype="page" id="12" fragment="slices">`. Wagtail's own handlers would forget the fragment.
"""

from typing import Any

from django.urls import reverse_lazy
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    ExternalLinkElementHandler,
    PageLinkElementHandler,
)
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from cms.services import addresses

# What the editor may take along when a link is copied: Wagtail's own names and ours.
KEPT = ["url", "id", "parentId", "fragment"]


class FragmentLinkHandler(PageLinkHandler):
    """Page links on a public page: the page's address in the reader's language, and the place on it."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        unknown = [attrs for attrs in attrs_list if not addresses.of(attrs.get("id"))]
        pages = (
            dict(zip((attrs.get("id") for attrs in unknown), cls.get_many(unknown), strict=True))
            if unknown
            else {}
        )
        return [_opening(pages.get(attrs.get("id")), attrs) for attrs in attrs_list]


def _opening(page: Any, attrs: dict[str, str]) -> str:
    url = addresses.of(attrs.get("id")) or (page.localized.url if page else None)
    if not url:
        return "<a>"
    fragment = attrs.get("fragment", "")
    return f'<a href="{escape(url)}{f"#{escape(fragment)}" if fragment else ""}">'


class FragmentElementHandler(PageLinkElementHandler):
    """Page links on their way into the editor."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        data = super().get_attribute_data(attrs)
        return {**data, "fragment": attrs["fragment"]} if attrs.get("fragment") else data


def fragment_link_entity(props: dict[str, Any]) -> Any:
    """Links on their way from the editor into the database."""
    if props.get("id") is None or not props.get("fragment"):
        return link_entity(props)
    stored = {"linktype": "page", "id": props["id"], "fragment": props["fragment"]}
    return DOM.create_element("a", stored, props["children"])


def register(features: FeatureRegistry) -> None:
    """Teach Wagtail's `link` feature about fragments; everything else about it stays."""
    features.register_link_type(FragmentLinkHandler)
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                'a[linktype="page"]': FragmentElementHandler("LINK"),
            },
            "to_database_format": {"entity_decorators": {"LINK": fragment_link_entity}},
        },
    )
    features.register_editor_plugin(
        "draftail",
        "link",
        EntityFeature(
            {
                "type": "LINK",
                "icon": "link",
                "description": _("Link"),
                "attributes": KEPT,
                "allowlist": {"href": "^(http:|https:|mailto:|#|undefined$)"},
                "chooserUrls": {
                    "pageChooser": reverse_lazy("wagtailadmin_choose_page"),
                    "externalLinkChooser": reverse_lazy("wagtailadmin_choose_page_external_link"),
                    "emailLinkChooser": reverse_lazy("wagtailadmin_choose_page_email_link"),
                    "phoneLinkChooser": reverse_lazy("wagtailadmin_choose_page_phone_link"),
                    "anchorLinkChooser": reverse_lazy("wagtailadmin_choose_page_anchor_link"),
                },
            },
            js=["wagtailadmin/js/page-chooser-modal.js"],
        ),
    )
