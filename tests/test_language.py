from __future__ import annotations

import pytest

from jobscan.extract.language import LANGUAGES, detect_language

ENGLISH = (
    "We are looking for a data scientist who will work with our growers and build models of the harvest. "
    "You have written Python in production, and you can explain what your models do to people who do not. "
)
DUTCH = (
    "Wij zoeken een data scientist die samen met onze telers modellen van de oogst bouwt. Je hebt ervaring "
    "met Python en je kunt goed uitleggen wat jouw modellen doen aan mensen die dat niet weten. "
)
GERMAN = (
    "Wir suchen eine Datenanalystin, die mit unseren Bauern Modelle der Ernte entwickelt. Sie haben "
    "Erfahrung mit Python und erklären gerne, was Ihre Modelle leisten. "
)
FRENCH = (
    "Nous recherchons une analyste de données qui construira avec nos agriculteurs des modèles de la "
    "récolte. Vous avez une expérience de Python et vous savez expliquer vos modèles. "
)
SPANISH = (
    "Buscamos una científica de datos que construya modelos de la cosecha con nuestros agricultores. Tienes "
    "experiencia con Python y sabes explicar lo que hacen tus modelos. "
)
JAPANESE = (
    "私たちは農家と一緒に収穫のモデルを作るデータサイエンティストを募集しています。経験のある方を歓迎します。"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(ENGLISH, "en", id="english"),
        pytest.param(DUTCH, "nl", id="dutch"),
        pytest.param(GERMAN, "de", id="german"),
        pytest.param(FRENCH, "fr", id="french"),
        pytest.param(SPANISH, "es", id="spanish"),
        pytest.param(JAPANESE, "ja", id="japanese"),
    ],
)
@pytest.mark.parametrize("times", [1, 20])
def test_detect_language_of_prose(text: str, expected: str, times: int) -> None:
    assert detect_language(text * times) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(ENGLISH + DUTCH * 6, "nl", id="english-header-dutch-body"),
        pytest.param(DUTCH + ENGLISH * 6, "en", id="dutch-header-english-body"),
        pytest.param(ENGLISH * 8 + GERMAN, "en", id="short-foreign-notice"),
        pytest.param(
            ENGLISH.replace("harvest", "récolte") + "Café, Zürich, São Paulo.", "en", id="foreign-words"
        ),
        pytest.param(JAPANESE * 6 + "We are an equal opportunity employer.", "ja", id="english-notice"),
    ],
)
def test_detect_language_judges_by_the_body(text: str, expected: str) -> None:
    assert detect_language(text) == expected


def test_detect_language_keeps_english_full_of_tools() -> None:
    tools = "- Python, SQL, Spark, Kafka, Airflow, dbt, Snowflake, Kubernetes, Terraform, AWS, GCP\n"
    text = f"What you bring\n{tools * 3}- 5 years of experience with the tools above\n{ENGLISH}{tools * 2}"
    assert detect_language(text) == "en"


def test_detect_language_of_upper_case() -> None:
    assert detect_language(ENGLISH.upper()) == "en"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t", id="white-space"),
        pytest.param("Data Scientist", id="a-title"),
        pytest.param("1234 5678 " * 100, id="numbers"),
        pytest.param("=" * 5_000, id="rules"),
    ],
)
def test_detect_language_is_empty_where_it_cannot_tell(text: str) -> None:
    assert detect_language(text) == ""


@pytest.mark.parametrize("text", ["\ud800" * 1_000, "\x00" * 1_000, "a" * 100_000, "é " * 5_000])
def test_detect_language_of_hostile_text_is_a_code_or_empty(text: str) -> None:
    assert detect_language(text) in {"", *LANGUAGES}
