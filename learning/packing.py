"""Pages of the site made fit for a folder on somebody's disk: relative addresses, one picture each, no scripts, no forms.

Pure: which address leads where is told by the caller.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

NEVER = ("script", "form", "button", "input", "iframe", "object", "embed", "noscript")
type Take = Callable[[str], str | None]


def localized(html: str, *, pages: Mapping[str, str], take: Take, site: str) -> str:
    """The page for a folder. `pages`: path on the site → file in the folder; `take` gives the place in the folder of a file
    of the site (a picture, a document) or None; `site` is the address of the site, for everything that stays there.
    """
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(NEVER):
        tag.decompose()
    for picture in soup.find_all("picture"):
        for source in picture.find_all("source"):
            source.decompose()
    for tag in soup.find_all(["img", "source", "video"]):
        _show(tag, take, site)
    for tag in soup.find_all("a", href=True):
        tag["href"] = _leads(str(tag["href"]), pages, take, site)
    for tag in soup.find_all(True):
        for name in [name for name in tag.attrs if name.startswith(("on", "data-hx"))]:
            del tag[name]
    return str(soup)


def linked(html: str, *, pages: Mapping[str, str], site: str) -> str:
    """The page with every link in full, so that its address can be printed; `pages` lead to a place on it."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all("a", href=True):
        parts = urlsplit(str(tag["href"]))
        here = not parts.netloc or parts.netloc == urlsplit(site).netloc
        if here and parts.path in pages:
            tag["href"] = pages[parts.path]
        elif here and parts.path.startswith("/"):
            tag["href"] = urljoin(site, str(tag["href"]))
    return str(soup)


def _show(tag: Tag, take: Take, site: str) -> None:
    """A picture or film from the folder, in the largest size there is; what cannot be taken along stays on the site."""
    best = _largest(str(tag.get("srcset", ""))) or str(tag.get("src", ""))
    for name in ("srcset", "sizes", "loading", "decoding"):
        tag.attrs.pop(name, None)
    if best:
        tag["src"] = take(best) or urljoin(site, best)


def _largest(srcset: str) -> str:
    """The candidate with the greatest width of a srcset as Wagtail writes it."""
    found = [entry.split() for entry in srcset.split(",") if entry.strip()]
    wide = [(int(entry[1][:-1]), entry[0]) for entry in found if len(entry) == 2 and entry[1][:-1].isdigit()]
    return max(wide)[1] if wide else ""


def _leads(href: str, pages: Mapping[str, str], take: Take, site: str) -> str:
    parts = urlsplit(href)
    if href.startswith("#") or parts.scheme not in {"", "http", "https"}:
        return href
    here = not parts.netloc or parts.netloc == urlsplit(site).netloc
    if here and parts.path in pages:
        return pages[parts.path] + (f"#{parts.fragment}" if parts.fragment else "")
    if here and not parts.path.startswith("/"):
        return href  # already a place in the folder
    return (take(href) if here else None) or urljoin(site, href)
