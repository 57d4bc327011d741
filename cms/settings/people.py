"""Who may sign in, and how: members, allauth, passkeys and codes. A part of the production settings."""

AUTH_USER_MODEL = "cms.Member"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "cms.role_backend.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "cms:today"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cms.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
# A code is typed, never a link: mail scanners open links and use them up.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
# allauth offers to correct the address only where no account has it, which would tell who has one.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
# One address a member; a new one is confirmed with a code, and the old one is told.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {
    "add_email": "cms.forms.entrance.AddEmailForm",
    "change_password": "cms.forms.entrance.ChangePasswordForm",
    "confirm_email_verification_code": "cms.forms.entrance.ConfirmAddressCodeForm",
    "confirm_login_code": "cms.forms.entrance.SignInCodeForm",
    "confirm_password_reset_code": "cms.forms.entrance.ResetCodeForm",
    "login": "cms.forms.entrance.SignInForm",
    "reauthenticate": "cms.forms.entrance.ReauthenticateForm",
    "request_login_code": "cms.forms.entrance.RequestCodeForm",
    "reset_password": "cms.forms.entrance.ResetPasswordForm",
    "reset_password_from_key": "cms.forms.entrance.NewPasswordForm",
    "set_password": "cms.forms.entrance.SetPasswordForm",
    "signup": "cms.forms.entrance.SignUpForm",
}
MFA_ADAPTER = "cms.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "activate_totp": "cms.forms.entrance.ActivateAppForm",
    "add_webauthn": "cms.forms.entrance.AddPasskeyForm",
    "authenticate": "cms.forms.entrance.SecondFactorForm",
    "edit_webauthn": "cms.forms.entrance.RenamePasskeyForm",
    "reauthenticate": "cms.forms.entrance.SecondFactorAgainForm",
}
USERSESSIONS_TRACK_ACTIVITY = False
