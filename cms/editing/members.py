"""Members in the admin: an overview, their groups, and nothing that could take over somebody's account."""

from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from cms.models import Member


def groups_given_by(member: Member) -> QuerySet[Group]:
    """The groups this member may put people into: those that allow nothing the member is not allowed."""
    if member.is_superuser:
        return Group.objects.all()
    beyond = Permission.objects.exclude(group__in=member.groups.all())
    return Group.objects.exclude(permissions__in=beyond)


def may_edit(actor: Member, member: Member) -> bool:
    """Nobody changes the rights of somebody who holds more than themselves."""
    if actor.is_superuser:
        return True
    beyond = member.groups.exclude(pk__in=groups_given_by(actor))
    return not member.is_superuser and not beyond.exists()


class MemberForm(forms.ModelForm):
    """Name, groups and whether the account is open. The e-mail address is the sign-in: its owner changes it, nobody else."""

    required_css_class = "required"

    class Meta:
        model = Member
        fields = ["display_name", "is_active", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args, acting: Member, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting
        self.fields["groups"].queryset = groups_given_by(acting).order_by("name")
        self.fields["groups"].help_text = _("What this member may do in the admin.")
        if self.instance == acting:
            del self.fields["is_active"]

    def _save_m2m(self) -> None:
        """Groups the acting person cannot give are not theirs to take away either."""
        kept = self.instance.groups.exclude(pk__in=self.fields["groups"].queryset) if self.instance.pk else []
        self.instance.groups.set([*kept, *self.cleaned_data["groups"]])


class NewMemberForm(MemberForm):
    """A member made by hand has no password: they sign in with a code sent to this address."""

    class Meta(MemberForm.Meta):
        fields = ["email", "display_name", "groups"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if Member.objects.filter(email=email).exists():
            raise forms.ValidationError(_("This address has an account."), code="unique")
        return email

    def save(self, commit=True) -> Member:
        self.instance.set_unusable_password()
        return super().save(commit)

    def _save_m2m(self) -> None:
        """The first code they type proves the address; without this row they would be asked for a second one."""
        super()._save_m2m()
        EmailAddress.objects.create(user=self.instance, email=self.instance.email, primary=True)


class MemberIndex(IndexView):
    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    page_title = _("Members")
    add_item_label = _("Add a member")

    @cached_property
    def columns(self):
        """Without the boxes for bulk actions: rights are given one person at a time."""
        return super().columns[1:]

    @cached_property
    def search_fields(self):
        return ["email", "display_name"]

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("groups")


class _Acting:
    """Hands the person at the keyboard to the form."""

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("editing_self", None)
        return kwargs | {"acting": self.request.user}


class MemberCreate(_Acting, CreateView):
    page_title = _("Add member")


class MemberEdit(_Acting, EditView):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated and not may_edit(request.user, self.object):
            raise PermissionDenied


class MemberViewSet(UserViewSet):
    """Wagtail's user screens for members who have one name and sign in by e-mail."""

    menu_label = _("Members")
    index_view_class = MemberIndex
    add_view_class = MemberCreate
    edit_view_class = MemberEdit
    template_prefix = ""
    copy_view_enabled = False  # a person is not copied

    def get_form_class(self, for_update=False):
        return MemberForm if for_update else NewMemberForm
