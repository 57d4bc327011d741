"""Forms of the site: signing in, and what members say of themselves."""

from .profile import ProfileForm, WelcomeForm

__all__ = ["ProfileForm", "WelcomeForm"]
