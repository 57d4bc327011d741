"""Cleans SVG pictures: only shapes, text, gradients and references within the file are left.

An SVG is a document that may carry scripts. Pictures are shown through <img>, where browsers run none, but the file can be
opened by its own address too, so it must be harmless by itself. The list below says what stays; all else goes.
"""

from xml.etree import ElementTree as ET

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .files import Unreadable

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ELEMENTS = {
    "svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "textPath", "image", "linearGradient", "radialGradient", "stop", "clipPath", "mask",
    "pattern", "marker", "style", "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feFlood",
    "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset",
    "feTile", "feTurbulence", "feDropShadow",
}  # fmt: skip
# What editors leave behind about themselves, and links around shapes: not worth a word.
QUIET = {"metadata", "namedview", "a"}
PICTURES = (
    "data:image/png;base64,",
    "data:image/jpeg;base64,",
    "data:image/gif;base64,",
    "data:image/webp;base64,",
)


def clean(content: bytes) -> tuple[bytes, list[str]]:
    """The harmless part of an SVG file, and the names of what was taken out. Raises Unreadable if it is no SVG."""
    try:
        root = fromstring(content)
    except ET.ParseError as error:
        raise Unreadable("the file is not an SVG picture", error.position[0]) from None
    except (DefusedXmlException, ValueError, LookupError, RecursionError):
        raise Unreadable("the SVG picture defines entities of its own") from None
    if root.tag != f"{SVG}svg":
        raise Unreadable("the file is not an SVG picture")
    removed: set[str] = set()
    _clean_element(root, removed)
    ET.register_namespace("", SVG[1:-1])
    ET.register_namespace("xlink", XLINK[1:-1])
    try:
        return ET.tostring(root, encoding="utf-8", xml_declaration=True), sorted(removed)
    except (RecursionError, UnicodeEncodeError):
        raise Unreadable("the SVG picture is nested too deep") from None


def _clean_element(root: ET.Element, removed: set[str]) -> None:
    """Walk the tree without recursion: a file may be nested as deep as it likes."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        for name in list(element.attrib):
            if not _attribute_is_safe(element, name, element.attrib[name]):
                if not name.startswith("{"):
                    removed.add(name)
                del element.attrib[name]
        if element.tag == f"{SVG}style" and not _style_is_safe("".join(element.itertext())):
            removed.add("style")
            element.text = ""
            element[:] = []
        for child in list(element):
            name = child.tag.removeprefix(SVG) if isinstance(child.tag, str) else ""
            if name == "a":
                child.tag = f"{SVG}g"
                child.attrib = {key: said for key, said in child.attrib.items() if not key.endswith("href")}
            elif name not in ELEMENTS:
                _unlink(element, child)
                if name not in QUIET and not name.startswith("{"):
                    removed.add(name)
                continue
            waiting.append(child)


def _unlink(parent: ET.Element, child: ET.Element) -> None:
    """Take an element out, and keep the words behind it."""
    tail, position = child.tail or "", list(parent).index(child)
    parent.remove(child)
    if position:
        parent[position - 1].tail = (parent[position - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def _attribute_is_safe(element: ET.Element, name: str, value: str) -> bool:
    if name in {"href", f"{XLINK}href"}:
        address = value.strip()
        return address.startswith("#") or (element.tag == f"{SVG}image" and address.startswith(PICTURES))
    if name.startswith("{"):
        return name == XML_SPACE
    return not name.lower().startswith("on") and _style_is_safe(value)


def _style_is_safe(css: str) -> bool:
    """Whether a style or attribute refers only to places of its own file. Comments and escapes can hide anything."""
    text = "".join(_without_comments(css).lower().split())
    if any(mark in text for mark in ("\\", "@import", "javascript:", "expression(", "/*", "*/")):
        return False
    return all(reference.lstrip("'\"").startswith("#") for reference in text.split("url(")[1:])


def _without_comments(css: str) -> str:
    kept: list[str] = []
    while "/*" in css:
        before, _opening, css = css.partition("/*")
        kept.append(before)
        css = css.partition("*/")[2]
    return " ".join([*kept, css])
