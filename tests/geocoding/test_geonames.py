from events.geocoding import geonames


def test_name_rows_keep_one_row_a_key_and_the_main_name() -> None:
    rows = geonames.name_rows("Ḩamāh", ["Hamah", "Hama", "حماة", "حماه"], country="SY")

    assert rows == {
        "hamah": ("Ḩamāh", "main"),
        "hama": ("Hama", "alternate"),
        "حماه": ("حماة", "alternate"),
    }


def test_name_rows_add_the_name_without_article_in_arabic_countries_only() -> None:
    arabic = geonames.name_rows("Ar Raqqah", ["الرقة"], country="SY")
    spanish = geonames.name_rows("El Salvador", [], country="CL")

    assert set(arabic) == {"al raqqah", "raqqah", "الرقه", "رقه"}
    assert set(spanish) == {"al salvador"}


def test_name_rows_drop_airport_codes_and_bare_numbers() -> None:
    assert set(geonames.name_rows("Homs", ["QHS", "31", "H"], country="SY")) == {"homs"}


def test_settlements_stream_the_whole_package() -> None:
    rows = list(geonames.settlements())

    assert len(rows) == len({row["geonameid"] for row in rows}) > 200_000
    assert all(-180 <= row["longitude"] <= 180 and -90 <= row["latitude"] <= 90 for row in rows)


def test_copy_line_escapes_what_copy_reads_as_signs() -> None:
    line = geonames.copy_line(7, "a\\b\tc\nd", "a b c d", "", "main")

    assert line == "7\ta\\\\b c d\ta b c d\t\tmain\tpackages\n"
