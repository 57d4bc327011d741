from pathlib import Path


def test_every_property_is_tried_on_as_many_examples_as_were_promised():
    own = {
        path.name
        for path in Path(__file__).parent.glob("test_*.py")
        if path.name != Path(__file__).name
        for text in [path.read_text()]
        if text.count("\n@given(") != text.count("\n@examples()\n@given(") or "max_examples" in text
    }
    assert own == set()
