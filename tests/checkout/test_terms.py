def test_the_terms_name_the_seller_and_warn_that_they_are_a_sample(page):
    html = page("/pages/terms/")

    assert "Términos y condiciones" in html
    assert "Vende Tienda de ejemplo." in html
    assert "Texto de ejemplo." in html


def test_the_terms_speak_english(page):
    html = page("/pages/terms/", accept_language="en")

    assert "Terms and conditions" in html
    assert "Sample text." in html


def test_the_terms_are_only_read(client):
    assert client.post("/pages/terms/").status_code == 405
