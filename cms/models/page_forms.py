"""What the page editor keeps from those who edit one part of the tree only."""

from wagtail.admin.forms import WagtailAdminPageForm


class ChapterPageForm(WagtailAdminPageForm):
    """Whose page it is decides who may edit it, so only those who may make pages of chapters say so."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.for_user and "chapter" in self.fields:
            parent = self.instance.get_parent()
            self.fields["chapter"].disabled = not parent.permissions_for_user(self.for_user).can_add_subpage()
