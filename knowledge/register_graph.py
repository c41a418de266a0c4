"""A picture of how documents bear on each other: entries as boxes, relations as labelled arrows, written as SVG."""

from collections.abc import Sequence
from textwrap import wrap
from xml.etree import ElementTree as Xml

import networkx as nx

from knowledge.documents import RegisterEntry, Relation, RelationKind, Validity
from knowledge.register import Register
from knowledge.register_cards import show_date

_WIDTH, _HEIGHT = 230, 74
_COLUMN, _ROW = 400, 104
_MARGIN = 24
_ABREAST = 3
_LINE = 17
_CHARS = 30
"""Characters of one line of a box."""
_FILL = {
    Validity.UNKNOWN: "#f4f6f8",
    Validity.IN_FORCE: "#e6f4ea",
    Validity.EXPIRED: "#fce8e6",
    Validity.DRAFT_REPLACEMENT: "#fef7e0",
}
_STROKE = {
    RelationKind.REPLACES: "#c5221f",
    RelationKind.REPEALS: "#c5221f",
    RelationKind.DRAFT_REPLACES: "#e37400",
    RelationKind.AMENDS: "#1a73e8",
}
_PLAIN = "#5f6368"


def relation_graph(entries: Sequence[RegisterEntry], register: Register) -> "nx.MultiDiGraph[str]":
    """The chosen entries, what they act on and what acts on them; an edge goes from the one that acts."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entry in entries:
        graph.add_node(entry.key, entry=entry)
        for relation in entry.relations:
            other = _other_node(graph, relation, register)
            ends = (entry.key, other) if relation.outward else (other, entry.key)
            graph.add_edge(*ends, key=relation.kind.value, kind=relation.kind)
    return graph


def _other_node(graph: "nx.MultiDiGraph[str]", relation: Relation, register: Register) -> str:
    """The node at a relation's other end; a draft or a report is no entry and gets a node of its own."""
    known = register.get(relation.other)
    if known:
        graph.add_node(known.key, entry=known)
        return known.key
    graph.add_node(relation.number, text=relation.number)
    return relation.number


def graph_to_svg(entries: Sequence[RegisterEntry], register: Register) -> str:
    """The picture as the text of an SVG file; the same entries always give the same picture."""
    graph = relation_graph(entries, register)
    places = _places(graph)
    right = max((x for x, _ in places.values()), default=0) + _WIDTH + 2 * _MARGIN
    bottom = max((y for _, y in places.values()), default=0) + _HEIGHT + 2 * _MARGIN
    svg = Xml.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {right} {bottom}",
        width=str(right),
        height=str(bottom),
    )
    svg.set("font-family", "sans-serif")
    svg.set("font-size", "13")
    _add_arrowhead(svg)
    for source, target, kind in graph.edges(data="kind"):
        _add_edge(svg, places[source], places[target], kind)
    for node, data in graph.nodes(data=True):
        _add_box(svg, places[node], data.get("entry"), data.get("text", ""))
    Xml.indent(svg)
    return Xml.tostring(svg, encoding="unicode") + "\n"


def _places(graph: "nx.MultiDiGraph[str]") -> dict[str, tuple[int, int]]:
    """Top left corners: one band for each connected group, in it a column for each step from acting to acted on."""
    places: dict[str, tuple[int, int]] = {}
    top = _MARGIN
    groups = sorted(nx.weakly_connected_components(graph), key=lambda group: (-len(group), min(group)))
    alone = [node for group in groups if len(group) == 1 for node in group]
    for columns in (*(_columns(graph, sorted(group)) for group in groups if len(group) > 1), _grid(alone)):
        for column, nodes in enumerate(columns):
            for row, node in enumerate(sorted(nodes, key=lambda node: _height(graph, places, node))):
                places[node] = (_MARGIN + column * _COLUMN, top + row * _ROW)
        top += max(map(len, columns), default=0) * _ROW
    return places


def _grid(nodes: Sequence[str]) -> list[list[str]]:
    """Entries that nothing bears on, three in a row below all others."""
    return [list(nodes[column::_ABREAST]) for column in range(min(_ABREAST, len(nodes)))]


def _height(
    graph: "nx.MultiDiGraph[str]", places: dict[str, tuple[int, int]], node: str
) -> tuple[float, str]:
    """Where a node's neighbours to the left stand on average, so that arrows cross as little as may be."""
    heights = [places[other][1] for other in graph.predecessors(node) if other in places]
    return (sum(heights) / len(heights) if heights else 0.0, node)


def _columns(graph: "nx.MultiDiGraph[str]", group: list[str]) -> list[list[str]]:
    """Nodes by step: what nothing acts on comes first; those that act on each other share a step."""
    part = graph.subgraph(group)
    condensed = nx.condensation(nx.DiGraph(part))
    generations = nx.topological_generations(condensed)
    return [[node for knot in knots for node in condensed.nodes[knot]["members"]] for knots in generations]


def _add_arrowhead(svg: Xml.Element) -> None:
    definitions = Xml.SubElement(svg, "defs")
    marker = Xml.SubElement(
        definitions,
        "marker",
        id="arrow",
        viewBox="0 0 10 10",
        refX="9",
        refY="5",
        markerWidth="7",
        markerHeight="7",
    )
    marker.set("orient", "auto-start-reverse")
    Xml.SubElement(marker, "path", d="M0,0 L10,5 L0,10 z", fill=_PLAIN)


def _add_edge(svg: Xml.Element, source: tuple[int, int], target: tuple[int, int], kind: RelationKind) -> None:
    forward = target[0] >= source[0]
    x1, y1 = source[0] + (_WIDTH if forward else 0), source[1] + _HEIGHT // 2
    x2, y2 = target[0] + (0 if forward else _WIDTH), target[1] + _HEIGHT // 2
    line = Xml.SubElement(svg, "line", x1=str(x1), y1=str(y1), x2=str(x2), y2=str(y2))
    line.set("stroke", _STROKE.get(kind, _PLAIN))
    line.set("marker-end", "url(#arrow)")
    if kind is RelationKind.DRAFT_REPLACES:
        line.set("stroke-dasharray", "6 4")
    label = Xml.SubElement(svg, "text", x=str((x1 + x2) // 2), y=str((y1 + y2) // 2 - 5))
    label.set("text-anchor", "middle")
    label.set("fill", _STROKE.get(kind, _PLAIN))
    label.text = kind.value


def _add_box(svg: Xml.Element, place: tuple[int, int], entry: RegisterEntry | None, text: str) -> None:
    box = Xml.SubElement(svg, "g")
    title = Xml.SubElement(box, "title")
    title.text = _full_text(entry) if entry else text
    shape = Xml.SubElement(
        box, "rect", x=str(place[0]), y=str(place[1]), width=str(_WIDTH), height=str(_HEIGHT), rx="8"
    )
    shape.set("fill", _FILL[entry.validity] if entry else "#ffffff")
    shape.set("stroke", _PLAIN)
    if entry is None:
        shape.set("stroke-dasharray", "4 3")
    for number, line in enumerate(_lines(entry, text)):
        shown = Xml.SubElement(box, "text", x=str(place[0] + 12), y=str(place[1] + 24 + number * _LINE))
        if number == 0 and entry:
            shown.set("font-weight", "bold")
        shown.text = line


def _full_text(entry: RegisterEntry) -> str:
    return "\n".join(part for part in (entry.name(), entry.issuer, entry.title, entry.validity.value) if part)


def _lines(entry: RegisterEntry | None, text: str) -> list[str]:
    """Three lines at most: what it is, who issued it and when; or a name without a number, cut to fit."""
    if entry is None or not entry.number:
        return wrap(entry.name() if entry else text, _CHARS, max_lines=3, placeholder="…")
    name = " ".join(part for part in (entry.type, entry.number) if part)
    issued = show_date(entry.issued, entry.year) if entry.issued or entry.year else None
    return [_cut(part) for part in (name, entry.issuer, issued) if part]


def _cut(text: str) -> str:
    return text if len(text) <= _CHARS else f"{text[: _CHARS - 1].rstrip()}…"
