"""Walks: the sites that start on one host are crawled together, so that each page is fetched once for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.model import Body, Site


@dataclass(frozen=True, slots=True)
class Walk:
    """The sites of one host, in the order of the list, and the bodies they stand for."""

    sites: tuple[Site, ...]
    bodies: tuple[Body, ...]

    @property
    def leader(self) -> Site:
        """The site that pages belong to which speak of no body."""
        return self.sites[0]

    @property
    def portal(self) -> bool:
        """Whether other offices publish here too, so that a title without a name says nothing."""
        told = any("portal" in site.note or "platform" in site.note for site in self.sites)
        return told or len({site.body_id for site in self.sites}) > 1

    def site_of(self, body_id: str) -> str | None:
        """The site here of a body."""
        return next((site.site_id for site in self.sites if site.body_id == body_id), None)


def walks(sites: Sequence[Site], bodies: Mapping[str, Body]) -> tuple[Walk, ...]:
    """The sites grouped by the host and port they start on; groups stand where their first site stood."""
    groups: dict[str, list[Site]] = {}
    for site in sites:
        groups.setdefault(site.host, []).append(site)
    return tuple(Walk(tuple(group), _bodies(group, bodies)) for group in groups.values())


def _bodies(group: Sequence[Site], bodies: Mapping[str, Body]) -> tuple[Body, ...]:
    ids = dict.fromkeys(site.body_id for site in group)
    return tuple(bodies[body_id] for body_id in ids if body_id in bodies)
