"""What people type of places: cities of the bundled list in any spelling, and coordinates."""

from cms.places import cities, countries, near


def told(text: str) -> list[str]:
    return [str(city) for city in cities.find(text)]


def test_a_city_is_found_by_any_of_its_names():
    names = ["Prague", "praha", "PRAGA", "sao paulo", "São Paulo", "München", "Lisboa", "new york"]
    assert [told(name)[0] for name in names] == [
        *["Prague, Czechia"] * 3, *["São Paulo, Brazil"] * 2, "Munich, Germany", "Lisbon, Portugal",
        "New York City, New York, United States",
    ]  # fmt: skip


def test_of_two_cities_the_region_or_the_country_tells():
    assert told("Portland") == ["Portland, Oregon, United States", "Portland, Maine, United States"]
    assert told("portland, maine") == ["Portland, Maine, United States"]
    assert told("Valencia, ES") == told("valencia, españa") == ["Valencia, Spain"]
    assert (told("Portland, France"), told("Nowhere"), told(""), told(",,,"), told("\x00")) == (
        [],
        [],
        [],
        [],
        [],
    )


def test_a_city_as_it_is_told_is_the_only_one_in_every_language():
    found = {city for name in ("kashan", "valencia", "portland", "praha") for city in cities.find(name)}
    assert len(found) >= 8
    for city in found:
        assert [cities.find(city.told(language)) for language in ("en", "es", "fr")] == [[city]] * 3


def test_coordinates_are_read_as_people_write_them():
    good = ["45.5, -122.7", "45.5,-122.7", " 45.5 -122.7 ", "45,5; -122,7", "45,5 -122,7", "+45.5;-122.7"]
    assert [near.coordinates(text) for text in good] == [(45.5, -122.7)] * 6
    assert near.coordinates("0, 0") == (0.0, 0.0)
    bad = [
        "91, 0",
        "0, 181",
        "45.5",
        "45.5, -122.7, 3",
        "1e2, 5",
        "nan, nan",
        "٤٥, ١",
        "--4, 5",
        "",
        "45.5, x",
    ]
    assert [near.coordinates(text) for text in bad] == [None] * 10


def test_what_is_written_can_be_read():
    for point in ((45.5, -122.7), (-0.1, 0.0), (89.95, 179.9)):
        assert near.coordinates(near.written(point)) == point
    assert near.read("Praga", "es").name == "Prague, Chequia"
    assert near.read("x" * 5000) is None


def test_countries_have_names_in_the_languages_of_the_site():
    told = [countries.name("CZ", tongue) for tongue in ("en", "es", "fr", "pt-br")]
    assert told == ["Czechia", "Chequia", "Tchéquie", "Czechia"]
    assert (countries.name("XX", "en"), countries.is_known("XX"), countries.is_known("KE")) == (
        "XX",
        False,
        True,
    )
    assert "CC BY 4.0" in cities.LIST.read_text(encoding="utf-8")[:400]
