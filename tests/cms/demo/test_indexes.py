"""While the demo is planted, search and references wait; when it stands, both know it, and they go on as before."""

from wagtail.models import ReferenceIndex

from cms.demo import indexes
from cms.models import StandardPage


def test_what_is_planted_is_found_once_it_stands_and_what_comes_later_at_once(home):
    def found(word: str) -> list[str]:
        return [page.title for page in StandardPage.objects.live().search(word)]

    def known(page: StandardPage) -> bool:
        return ReferenceIndex.get_references_for_object(page).exists()

    with indexes.written_at_the_end():
        page = home.add_child(instance=StandardPage(title="Trellises", body=[("text", link(home))]))
        during = (found("trellises"), known(page))
    later = home.add_child(instance=StandardPage(title="Vines", body=[("text", link(home))]))
    assert (during, found("trellises"), known(page)) == (([], False), ["Trellises"], True)
    assert (found("vines"), known(later)) == (["Vines"], True)


def link(home) -> str:
    return f'<p><a linktype="page" id="{home.pk}">Home</a></p>'
