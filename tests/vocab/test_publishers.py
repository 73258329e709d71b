import pytest

from detente.vocab.publishers import PublisherClass, host_of, outlets, publisher_class


@pytest.mark.parametrize(
    ("name", "url", "kind"),
    [
        ("Reuters", None, "wire"),
        ("the guardian", None, "news"),
        ("The New York Times", None, "news"),
        ("Xinhua News Agency", None, "state media"),
        ("PIIE", None, "analysis"),
        (None, "https://www.commerce.gov/news/1", "official"),
        (None, "https://english.news.cn/2025/a.html", "state media"),
        (None, "https://www.mofcom.gov.cn/x", "official"),
        ("Some desk", "https://www.reuters.com/a", "wire"),
        ("Ministry of Commerce (readout)", None, "official"),
        ("State news agency D", None, "state media"),
        ("Wire service A", None, "wire"),
        ("Daily newspaper B", None, "news"),
        ("Policy institute G (daily brief)", None, "analysis"),
        ("The Container Diaries (blog)", None, "analysis"),
        ("Xyz", "https://xyz.example/a", "other"),
        ("Hardwired", None, "other"),
        (None, None, "other"),
    ],
)
def test_the_class_of_a_publisher_by_name_address_or_words(name, url, kind):
    assert publisher_class(name, url).value == kind


def test_a_listed_name_goes_before_the_address_it_is_found_at():
    assert publisher_class("Reuters", "https://www.theguardian.com/a") is PublisherClass.WIRE


@pytest.mark.parametrize(
    ("url", "host"), [("https://www.Example.org:8080/a", "example.org"), ("http://u@b.example", "b.example"), ("a.txt", "")]
)
def test_the_host_of_an_address(url, host):
    assert host_of(url) == host


def test_the_list_has_every_class_no_name_or_host_twice_and_a_ground_for_each():
    held = outlets()
    names = [name.casefold() for outlet in held for name in outlet.names]
    hosts = [host for outlet in held for host in outlet.hosts]
    assert len(held) >= 200
    assert (len(set(names)), len(set(hosts))) == (len(names), len(hosts))
    assert {outlet.kind for outlet in held} == set(PublisherClass) - {PublisherClass.OTHER}
    assert all(outlet.source for outlet in held)
