"""The words the importer adds to imported lessons, in the language they are imported into."""

from html import escape

from django.utils.translation import gettext as _

from learning.importer.reading import Labels
from learning.importer.source import Folder

LICENSE_PAGES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC BY-NC 4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC BY-NC-SA 4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "MIT": "https://opensource.org/license/mit",
}


def labels() -> Labels:
    """The importer's own words in the current language."""
    return Labels(
        output=_("Output"),
        error=_("Error message"),
        answer=_("Answer"),
        solution=_("Solution"),
        hint=_("Hint"),
        exercise=_("Exercise {number}"),
        reveal=_("Show more"),
        pair_activity=_("Work in pairs"),
        discussion=_("Talk about this"),
        video=_("Video"),
    )


def attribution(folder: Folder) -> str:
    """Who made the text, where it comes from and under which license, as rich text in the current language."""
    page = LICENSE_PAGES.get(folder.license)
    license_html = f'<a href="{page}">{escape(folder.license)}</a>' if page else escape(folder.license)
    if folder.attribution:
        return f"<p>{escape(folder.attribution, quote=False)}</p>"
    if not (folder.url or folder.source or folder.authors or folder.citation):
        return ""
    home = folder.url or folder.source
    title = f'<a href="{escape(home)}">{escape(folder.title)}</a>' if home else escape(folder.title)
    said = [_("From {title}.").format(title=title)]
    if folder.authors:
        said.append(_("By {authors}.").format(authors=escape(", ".join(folder.authors), quote=False)))
    if folder.license:
        said.append(_("License: {license}.").format(license=license_html))
    said.append(_("Its form was adapted to this site."))
    if folder.citation:
        said.append(_("Please cite: {citation}").format(citation=escape(folder.citation, quote=False)))
    return f"<p>{' '.join(said)}</p>"
