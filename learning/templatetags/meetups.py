"""Template tags of meetups: addresses that open a calendar program."""

from django import template

register = template.Library()


@register.filter
def webcal(address: str) -> str:
    """The address of a calendar in the scheme by which programs offer to subscribe."""
    return f"webcal://{address.partition('://')[2]}"
