"""The first page answers in every language of the site."""


def test_the_home_page_answers_a_visitor(client, home):
    response = client.get("/")
    assert response.status_code == 200
    assert ">Trellis</h1>" in response.text


def test_an_untranslated_home_page_stands_in_the_other_languages(client, languages_ready):
    assert [client.get(f"/{code}/").status_code for code in ("es", "fr")] == [200, 200]


def test_the_admin_has_no_sign_in_of_its_own(client, db):
    response = client.get("/admin/login/?next=/admin/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/admin/")
