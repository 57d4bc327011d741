"""What languages are called in the reader's language: in a list of their own, or in the middle of a sentence."""

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, get_language_info

from .more_languages import NAMES


def known() -> set[str]:
    """The codes that have a name, without regional variants."""
    return ({code.partition("-")[0] for code in LANG_INFO} & LANG_INFO.keys()) | NAMES.keys()


def alone(code: str) -> str:
    """The name as an entry of a list, with a capital; a code nobody knows stays a code."""
    name = _name(code)
    return name if name == code else name[:1].upper() + name[1:]


def in_sentence(code: str) -> str:
    """The name inside a sentence. English keeps its capital there; Spanish and French write it small."""
    name = alone(code)
    return name if name == code or (get_language() or "en").startswith("en") else name.lower()


def _name(code: str) -> str:
    """Django's name, or one of ours: in the reader's language, or else in English; the code where there is neither."""
    if code in LANG_INFO:
        return str(get_language_info(code)["name_translated"])
    names = NAMES.get(code, {})
    return names.get((get_language() or "en").partition("-")[0]) or names.get("en", code)
