"""Places as schema.org nodes name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jobscan.sources.countries import country_code
from jobscan.sources.schema_values import clean, items

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["country_of", "place_names", "places_of"]

_MAX_PLACES = 50


def places_of(value: Any) -> list[Any]:
    """The places of a jobLocation, of which a node may have hundreds: the first 50."""
    return items(value)[:_MAX_PLACES]


def place_names(places: list[Any], *, organization: str) -> list[str]:
    """The places as `locality, region, country`, each once.

    A place is called by its address; by its name only where it has no address, or where several places of
    different names share one address. The employer's name is not a place.
    """
    addresses = [_address(place) for place in places]
    names = [clean(place.get("name")) if isinstance(place, dict) else "" for place in places]
    shared = len(places) > 1 and len(set(addresses)) == 1 and len(set(filter(None, names))) > 1
    found: dict[str, None] = {}
    for address, name in zip(addresses, names, strict=True):
        usable = name if name.casefold() != organization.casefold() else ""
        best = usable or address if shared else address or usable
        if best:
            found[best] = None
    return list(found)


def _address(place: Any) -> str:
    if not isinstance(place, dict):
        return clean(place)
    # SuccessFactors puts the parts of the address straight into the place.
    for address in items(place.get("address")) or [place]:
        if not isinstance(address, dict):
            text = clean(address)
        else:
            parts = [clean(address.get(key)) for key in ("addressLocality", "addressRegion")]
            parts.append(_country_name(address.get("addressCountry")))
            if not any(parts):
                parts = [clean(address.get(key)) for key in ("streetAddress", "postalCode")]
            text = ", ".join(dict.fromkeys(part for part in parts if part))
        if text:
            return text
    return ""


def _country_name(value: Any) -> str:
    """What a country is called, once, however often it is repeated."""
    names = [name for item in items(value) for name in _country_names(item)]
    if len({country_code(name) or name for name in names}) == 1:
        return names[0]
    return ", ".join(dict.fromkeys(names))


def _country_names(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = value.get("name") or value.get("identifier") or value.get("alternateName")
    return [name for item in items(value) if isinstance(item, str) and (name := clean(item))]


def country_of(places: Iterable[Any]) -> str:
    """The country of all the places, "" where they name none or several."""
    codes = {code for place in places for name in _stated_countries(place) if (code := country_code(name))}
    return codes.pop() if len(codes) == 1 else ""


def _stated_countries(place: Any) -> Iterator[str]:
    if not isinstance(place, dict):
        yield clean(place)
        return
    yield from _country_names(place.get("addressCountry"))
    for address in items(place.get("address")):
        if isinstance(address, dict):
            yield from _country_names(address.get("addressCountry"))
    if place.get("@type") == "Country":
        yield from _country_names(place)
