"""Plants the demo's site: home, index pages, standard pages, stories, resources, chapter pages and the menu."""

from typing import Any

from wagtail.models import Locale, Page, Site

from cms.models import (
    ArticleIndexPage,
    ArticlePage,
    Chapter,
    ChapterIndexPage,
    ChapterPage,
    HomePage,
    MenuLink,
    ProgramSettings,
    Resource,
    ResourceIndexPage,
    StandardPage,
)
from cms.services import languages

from .reading import identify_blocks, load, other_locales, plant_page, speak

CODES = ("es", "fr")
INDEXES: dict[str, type[Page]] = {
    "chapters": ChapterIndexPage,
    "articles": ArticleIndexPage,
    "resources": ResourceIndexPage,
}


def home() -> HomePage:
    """The English home page."""
    return HomePage.objects.get(locale=Locale.get_default(), depth=2)


def plant_indexes(indexes: dict[str, type[Page]] | None = None) -> dict[str, Page]:
    """The index pages of these types, in every language; the upper apps plant theirs through this too."""
    wanted = indexes or INDEXES
    root = home()
    pages = {}
    for record in load("site.yaml")["index_pages"]:
        model = wanted.get(record["key"])
        if model is None:
            continue
        pages[record["key"]] = plant_page(
            root, model(slug=record["slug"], show_in_menus=True, **record["en"])
        )
    for record in load("site.yaml")["index_pages"]:
        if record["key"] in pages:
            speak(pages[record["key"]], record)
    languages.complete_trees()
    return pages


def plant_pages(indexes: dict[str, Page]) -> dict[str, Page]:
    """Standard pages and stories by key, in every language they are written in; `indexes` are the pages they lead to."""
    root = home()
    pages = dict(indexes)
    planted: list[tuple[Page, dict[str, Any]]] = []
    for record in load("pages.yaml")["standard_pages"]:
        page = StandardPage(slug=record["slug"], **_shown(record["en"], pages))
        pages[record["key"]] = plant_page(root, page)
        planted.append((pages[record["key"]], record))
    articles = ArticleIndexPage.objects.child_of(root).get()
    for record in load("pages.yaml")["articles"]:
        page = ArticlePage(
            slug=record["slug"],
            author_name=record["author_name"],
            published_on=record["published_on"],
            **_shown(record["en"], pages),
        )
        page.tags.add(*record.get("tags", []))
        planted.append((plant_page(articles, page), record))
    for page, record in planted:
        speak(page, {code: _shown(record[code], pages) for code in CODES if code in record})
    languages.complete_trees()
    return pages


def plant_chapter_pages() -> None:
    """A page for each chapter, written in the chapter's languages."""
    directory = ChapterIndexPage.objects.child_of(home()).get()
    planted = []
    for record in load("chapters.yaml")["chapters"]:
        chapter = Chapter.objects.get(name=record["name"])
        page = ChapterPage(
            slug=record["slug"],
            title=record["name"],
            chapter=chapter,
            summary=record["intro"]["en"],
            body=[*record["body"]["en"], *_links(record)],
        )
        planted.append((record, plant_page(directory, page)))
    for record, page in planted:
        texts = {
            locale.language_code: {
                "summary": record["intro"][locale.language_code],
                "body": record["body"][locale.language_code],
            }
            for locale in other_locales()
            if locale.language_code in record["body"]
        }
        speak(page, texts)
    languages.complete_trees()


def _links(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources a chapter keeps at hand, as blocks of its page."""
    found = {each.url: each.pk for each in Resource.objects.filter(locale=Locale.get_default())}
    wanted = [link for link in record.get("resources", []) if link["url"] in found]
    return [
        {"type": "resource", "value": {"resource": found[link["url"]], "note": link["note"]}}
        for link in wanted
    ]


def plant_resources() -> int:
    """The resource library; a resource is listed in each language it is described in. Returns how many were new."""
    new = 0
    source = Locale.get_default()
    for record in load("resources.yaml")["resources"]:
        fields = {"url": record["url"], "kind": record["kind"], "language": record["language"]}
        title, description = record["title"], record.get("description", {})
        resource, made = Resource.objects.get_or_create(
            url=record["url"],
            locale=source,
            defaults={**fields, "title": title["en"], "description": description.get("en", "")},
        )
        new += made
        for locale in other_locales():
            code = locale.language_code
            if code in title and not resource.has_translation(locale):
                copy = resource.copy_for_translation(locale)
                copy.title, copy.description = title[code], description.get(code, "")
                copy.save()
    return new


def plant_home(pages: dict[str, Page]) -> None:
    """The words of the home page, once the pages it leads to stand; then the program's name and menu."""
    data = load("site.yaml")
    root = home()
    if not root.promise:
        for name, value in _shown(data["home"]["en"], pages).items():
            setattr(root, name, value)
        root.button_page = pages[data["home"]["button"]]
        identify_blocks(root)
        root.save_revision().publish()
    root = home()
    speak(root, {code: _shown(data["home"][code], pages) for code in CODES})

    settings = ProgramSettings.for_site(Site.objects.get(is_default_site=True))
    if settings.menu_links.exists():
        return
    record = data["settings"]
    settings.name, settings.contact_email = record["name"], record["contact_email"]
    settings.tagline, settings.footer_note = record["tagline"]["en"], record["footer_note"]["en"]
    settings.code_of_conduct, settings.privacy = pages[record["code_of_conduct"]], pages[record["privacy"]]
    settings.save()
    MenuLink.objects.bulk_create(
        MenuLink(settings=settings, page=pages[key], sort_order=place)
        for place, key in enumerate(record["menu"])
        if key in pages
    )


def _shown(fields: dict[str, Any], pages: dict[str, Page]) -> dict[str, Any]:
    """The fields of a page, with page keys inside its calls to action turned into pages."""
    names = ("title", "summary", "promise", "button_text", "quote", "quote_by")
    body = [
        {**block, "value": {**block["value"], "page": pages[block["value"]["page"]].pk}}
        if block["type"] == "call_to_action" and block["value"].get("page")
        else block
        for block in fields.get("body", [])
    ]
    return {**{name: fields[name] for name in names if name in fields}, "body": body}
