def test_the_switch_turns_the_page_into_the_other_language_and_stays_on_it(make_product, client):
    make_product()

    response = client.post("/language/", {"language": "en", "next": "/products/taza/"}, follow=True)

    assert response.redirect_chain == [("/products/taza/", 302)]
    html = response.content.decode()
    assert "<h1>Stoneware mug</h1>" in html
    assert 'value="en" lang="en" aria-current="true"' in html


def test_the_switch_keeps_the_address_it_is_on(make_product, client):
    make_product()

    html = client.get("/products/taza/?from=mail").content.decode()

    assert 'name="next" value="/products/taza/?from=mail"' in html


def test_each_language_has_the_name_that_its_own_readers_know(make_product, client):
    make_product()

    for language in ("es", "es-mx", "en"):
        html = client.get("/", headers={"Accept-Language": language}).content.decode()

        for name in ("Español (Chile)", "Español (México)", "English"):
            assert f">{name}</button>" in html
