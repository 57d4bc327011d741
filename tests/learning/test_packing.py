"""A page of the site becomes a page of a folder: nothing in it needs the site, and what stays there has its full address."""

from learning.packing import linked, localized

SITE = "https://trellis.example"
FILES = {"/media/a.1280.jpg": "files/a.jpg", "/documents/1/b.pdf": "files/b.pdf"}


def local(html: str) -> str:
    return localized(html, pages={"/lessons/two/": "02-two.html"}, take=FILES.get, site=SITE)


def test_links_lead_to_the_folder_or_in_full_to_the_site():
    html = (
        '<a href="/lessons/two/#part">a</a><a href="https://trellis.example/lessons/two/">b</a><a href="#x">c</a>'
        '<a href="/lessons/other/">d</a><a href="https://python.org/">e</a><a href="mailto:a@b.c">f</a>'
        '<a href="/documents/1/b.pdf">g</a><a href="index.html">h</a>'
    )

    assert [part.split('"')[0] for part in local(html).split('href="')[1:]] == [
        "02-two.html#part", "02-two.html", "#x", "https://trellis.example/lessons/other/", "https://python.org/",
        "mailto:a@b.c", "files/b.pdf", "index.html",
    ]  # fmt: skip


def test_a_picture_is_taken_along_in_its_largest_size():
    html = (
        '<picture><source srcset="/media/a.avif 640w"><img src="/media/a.640.jpg" '
        'srcset="/media/a.640.jpg 640w, /media/a.1280.jpg 1280w" sizes="1px" loading="lazy" alt="A" width="3"></picture>'
    )

    assert local(html) == '<picture><img alt="A" src="files/a.jpg" width="3"/></picture>'


def test_nothing_that_acts_is_left():
    html = (
        "<form><input></form><script>x</script><button>b</button>"
        '<p onclick="x" data-hx-get="/y">t</p><noscript>n</noscript>'
    )

    assert local(html) == "<p>t</p>"


def test_on_paper_every_address_is_said_in_full():
    html = '<a href="/lessons/two/">a</a><a href="/x/">b</a><a href="#c">c</a>'

    assert linked(html, pages={"/lessons/two/": "#lesson-2"}, site="https://trellis.example/") == (
        '<a href="#lesson-2">a</a><a href="https://trellis.example/x/">b</a><a href="#c">c</a>'
    )
