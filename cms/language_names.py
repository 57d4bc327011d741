"""What languages are called in the reader's language: in a list of their own, or in the middle of a sentence."""

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, get_language_info


def alone(code: str) -> str:
    """The name as an entry of a list, with a capital; a code nobody knows stays a code."""
    name = str(get_language_info(code)["name_translated"]) if code in LANG_INFO else code
    return name if name == code else name[:1].upper() + name[1:]


def in_sentence(code: str) -> str:
    """The name inside a sentence. English keeps its capital there; Spanish and French write it small."""
    name = alone(code)
    return name if name == code or (get_language() or "en").startswith("en") else name.lower()
