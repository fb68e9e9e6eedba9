"""``gongkai publish``, ``serve`` and ``demo``: from the archive to a site in the browser."""

from __future__ import annotations

import re

import click

from archive.publish import Published
from crawler.run import CrawlFailed
from gongkai.commands.archived import need_archive
from gongkai.counted import counted
from gongkai.demo.tour import DemoRefused, crawl_replicas
from gongkai.pipeline import ParseSummary, parse_archived, publish_reports
from gongkai.progress import console
from gongkai.serve import Addresses, ServeError
from gongkai.serve import serve as run_servers
from gongkai.settings import Settings
from gongkai.summaries import show_unread

PORT = click.IntRange(1, 65535)


class Origin(click.ParamType[str]):
    """The address of a server by itself, as ``https://originals.example.org``."""

    name = "origin"

    def convert(self, value: object, param: click.Parameter | None, context: click.Context | None) -> str:
        """The address without a slash at its end; a browser shows no frame from anything else."""
        found = re.fullmatch(r"(https?://[A-Za-z0-9.:\[\]-]+)/?", str(value))
        if found is None:
            self.fail(f"{value!r} is no origin; write https://originals.example.org", param, context)
        return found[1]


@click.command()
@click.option("--allow-shrink", is_flag=True, help="Accept a build that lacks reports the last one had.")
@click.pass_context
def publish(context: click.Context, allow_shrink: bool) -> None:
    """Build reports.db from the archive, aside, and put it in place in one step.

    Documents this parser version has not read are read first. The same archive gives the same
    content: the hash printed covers every table's rows. Exit status 1, also of a build that was put in
    place, when a record of the archive is damaged: what it holds could not be read.

    \b
    Examples:
      gongkai publish
      gongkai publish --allow-shrink      after a body's reports were withdrawn on purpose
    """
    settings: Settings = context.obj
    need_archive(settings.data)
    read, published = _read_and_publish(settings, allow_shrink)
    _tell(published)
    click.echo(f"content {published.content_hash}")
    context.exit(1 if read.damaged else 0)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=PORT, default=8001, show_default=True, help="The site's port.")
@click.option("--viewer-port", type=PORT, default=8002, show_default=True, help="The viewer's port.")
@click.option(
    "--viewer-address",
    type=Origin(),
    metavar="URL",
    help="The viewer's origin as browsers reach it, by a proxy.",
)
@click.pass_context
def serve(context: click.Context, host: str, port: int, viewer_port: int, viewer_address: str | None) -> None:
    """Serve reports.db with Datasette, and the archived originals from an origin of their own.

    \b
    Examples:
      gongkai serve
      gongkai serve --port 80 --host 0.0.0.0 --viewer-address https://originals.example.org
    """
    settings: Settings = context.obj
    _serve(context, settings, Addresses(host, port, viewer_port, viewer_address))


@click.command()
@click.option("--no-serve", is_flag=True, help="End after publishing.")
@click.option("--port", type=PORT, default=8001, show_default=True, help="The site's port.")
@click.option("--viewer-port", type=PORT, default=8002, show_default=True, help="The viewer's port.")
@click.pass_context
def demo(context: click.Context, no_serve: bool, port: int, viewer_port: int) -> None:
    """Crawl replica sites on this machine, archive, read, publish and serve them.

    The replicas are built in and answer on 127.0.0.0/8; no outside site is contacted. A demo folder
    is made anew each time; a folder with another archive in it is refused.

    \b
    Examples:
      gongkai demo
      gongkai --data /tmp/demo demo --no-serve
    """
    settings: Settings = context.obj
    try:
        console.rule("1 crawl 采集")
        crawl_replicas(settings.data)
    except DemoRefused as error:
        raise click.UsageError(str(error)) from error
    except CrawlFailed as error:
        raise click.ClickException(str(error)) from error
    console.rule("2 parse 解析 · publish 发布")
    _, published = _read_and_publish(settings, allow_shrink=True)
    _tell(published)
    if not no_serve:
        console.rule("3 serve 浏览")
        _serve(context, settings, Addresses(port=port, viewer_port=viewer_port))


def _tell(published: Published) -> None:
    figures = counted(published.figures, "figure")
    click.echo(f"{published.path}: {counted(published.reports, 'report')}, {figures}")


def _read_and_publish(settings: Settings, allow_shrink: bool) -> tuple[ParseSummary, Published]:
    read = parse_archived(settings)
    show_unread(read)
    return read, publish_reports(settings, allow_shrink)


def _serve(context: click.Context, settings: Settings, addresses: Addresses) -> None:
    def ready(at: Addresses) -> None:
        click.echo(f"Open {at.site} (Ctrl-C stops it; archived originals come from {at.viewer}/)")
        if at.host == "0.0.0.0" and at.viewer_public is None:
            click.echo(
                "Readers on other machines see no originals: give the viewer's address by --viewer-address",
                err=True,
            )

    try:
        context.exit(run_servers(settings.data, addresses, ready=ready))
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from error
    except ServeError as error:
        raise click.ClickException(str(error)) from error
