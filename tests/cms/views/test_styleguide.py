import re

from django.urls import reverse


def test_a_stranger_finds_no_style_page(client, home):
    assert client.get(reverse("cms:styleguide")).status_code == 404


def test_staff_see_every_component(admin_client, home):
    response = admin_client.get(reverse("cms:styleguide"))
    assert response.status_code == 200
    page = response.text
    for part in (
        "vine--vertical",
        "cover--",
        "error-summary",
        "week-strip",
        "stepper",
        "pagination",
        "path__row",
    ):
        assert part in page


def test_no_page_part_carries_a_style_and_no_id_twice(admin_client, home):
    page = admin_client.get(reverse("cms:styleguide")).text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=", page) == []
    assert sorted({name for name in ids if ids.count(name) > 1}) == []
