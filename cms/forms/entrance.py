"""allauth's forms in the words of the site: no placeholders instead of labels, digits where digits are asked for."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _


def _without_placeholders(form: forms.Form) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def _asks_for_digits(form: forms.Form, *, label: str, first: bool = True) -> None:
    """A keyboard with digits on phones, the code offered from the mail where a browser can; `first` takes the focus."""
    _without_placeholders(form)
    field = form.fields["code"]
    field.label = label
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
    if first and not form.is_bound:
        field.widget.attrs["autofocus"] = True


class AddressMixin:
    """One address, called what people call it."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        for name in ("email", "login"):
            if name in self.fields:
                self.fields[name].label = _("Your e-mail address")


class CodeMixin:
    """A code from a mail; spaces and dashes do not matter."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_digits(self, label=_("Code from the mail"))


class PasswordMixin:
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)


class SignInForm(AddressMixin, account.LoginForm):
    """Signing in with a password; allauth drops the field when signing up asks for none."""

    def _setup_password_field(self) -> None:
        """Keep the password: members may set one later."""


class SignUpForm(AddressMixin, account.SignupForm):
    pass


class RequestCodeForm(AddressMixin, account.RequestLoginCodeForm):
    pass


class ResetPasswordForm(AddressMixin, account.ResetPasswordForm):
    pass


class AddEmailForm(AddressMixin, account.AddEmailForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class SignInCodeForm(CodeMixin, account.ConfirmLoginCodeForm):
    pass


class ConfirmAddressCodeForm(CodeMixin, account.ConfirmEmailVerificationCodeForm):
    pass


class ResetCodeForm(CodeMixin, account.ConfirmPasswordResetCodeForm):
    pass


class ChangePasswordForm(PasswordMixin, account.ChangePasswordForm):
    pass


class SetPasswordForm(PasswordMixin, account.SetPasswordForm):
    pass


class NewPasswordForm(PasswordMixin, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(PasswordMixin, account.ReauthenticateForm):
    pass


class SecondFactorForm(mfa.AuthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_digits(self, label=_("Code from your authenticator app, or a recovery code"))


class SecondFactorAgainForm(mfa.ReauthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_digits(self, label=_("Code from your authenticator app, or a recovery code"))


class ActivateAppForm(totp.ActivateTOTPForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_digits(self, label=_("Code your app shows now"), first=False)


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A key that signs in by itself, unless the member wants it only as a second factor."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What to call this passkey")
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["name"].max_length = 80
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("Sign in with this key alone")
        self.fields["passwordless"].help_text = _(
            "Leave it on for a fingerprint, a face or the lock of a device. Turn it off for a security key without a PIN."
        )


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What to call this passkey")
