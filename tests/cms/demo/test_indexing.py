"""While the demo is planted, what is to be indexed is noted and done once; what is gone by then is left out."""

from cms.demo import indexing
from cms.models import StandardPage


def test_a_page_saved_three_times_is_indexed_once_and_a_page_that_went_is_not(home, monkeypatch):
    seen = []
    real = indexing.ImmediateBackend.enqueue

    def listen(self, task, args, kwargs):
        seen.append((task.module_path.rpartition(".")[2], *map(str, args[:2]), args[2]))
        return real(self, task, args, kwargs)

    monkeypatch.setattr(indexing.ImmediateBackend, "enqueue", listen)
    with indexing.once_at_the_end():
        page = home.add_child(instance=StandardPage(title="About"))
        for title in ("About us", "About all of us"):
            page.title = title
            page.save()
        gone = home.add_child(instance=StandardPage(title="Gone"))
        key = str(gone.pk)
        gone.delete()
        assert [each for each in seen if each[0].startswith(("update_ref", "insert_or"))] == []
    indexed = [each for each in seen if each[0] == "insert_or_update_object_task"]
    assert [(model, str(pk)) for _task, _app, model, pk in indexed if str(pk) in {key, str(page.pk)}] == [
        ("standardpage", str(page.pk))
    ]
