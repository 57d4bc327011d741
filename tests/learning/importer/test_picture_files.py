"""Pictures that look like pictures and are none."""

from io import BytesIO

import pytest
from PIL import Image

from learning.importer.files import Unreadable
from learning.importer.picture_files import open_picture

SIZES = [
    'width="1e999" height="3"',
    'width="nan" height="nan"',
    'width="wide" height="3"',
    'width="-3" height="4"',
    'viewBox="a b c d"',
    'viewBox="0 0 0 0"',
    'viewBox="0 0 1e99 1e99"',
    'viewBox="0 0 9 9" preserveAspectRatio="bogus"',
]


@pytest.mark.parametrize("attributes", SIZES)
def test_a_drawing_of_a_size_nobody_can_draw_is_refused(attributes, tmp_path):
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><path d="M0 0"/></svg>'
    (tmp_path / "a.svg").write_text(text)
    with pytest.raises(Unreadable, match="a size nobody can draw"):
        open_picture(tmp_path, "a.svg")


def test_half_a_photo_is_refused(tmp_path):
    content = BytesIO()
    Image.effect_noise((200, 200), 60).save(content, "JPEG")
    (tmp_path / "half.jpg").write_bytes(content.getvalue()[:5000])
    with pytest.raises(Unreadable, match="the file is not a picture"):
        open_picture(tmp_path, "half.jpg")
