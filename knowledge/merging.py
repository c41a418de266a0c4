"""Mentions of many texts -> register entries: one entry per document, never one entry for two issuers."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from knowledge.documents import Document, DocumentKind, Evidence, Reference, RegisterEntry
from knowledge.entry_titles import titles_told, wording
from knowledge.identity import Identity, identity_of, may_be_same, surely_same
from knowledge.references.issuers import Issuer, parse_issuer
from knowledge.references.places import Place, infer_place, read_place
from knowledge.references.resolution import is_pointer
from knowledge.references.vocabulary import plain
from knowledge.spelling import fold

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Mention:
    """All that one text says of one document: its references to it, first the fullest."""

    document: Document
    indices: tuple[int, ...]
    references: tuple[Reference, ...]
    identity: Identity
    in_body: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """The entries, and which entry each reference (document id, index) speaks of."""

    entries: tuple[RegisterEntry, ...]
    keys: dict[tuple[str, int], str]


def mentions_of(document: Document, references: Sequence[Reference]) -> list[Mention]:
    """The documents that a text names, with every reference to each; drafts and unresolved pointers name none."""
    groups: dict[int, list[int]] = defaultdict(list)
    for index, reference in enumerate(references):
        root = reference.antecedent if reference.antecedent is not None else index
        if not references[root].draft and not is_pointer(references[root]):
            groups[root].append(index)
    home = _home(document)
    mentions = [_mention(document, _cited(group, references), references, home) for group in groups.values()]
    if any(mention.held for mention in mentions) or not (held := _described(document)):
        return mentions
    return [_mention(document, [], [held], home), *mentions]


def _cited(group: list[int], references: Sequence[Reference]) -> list[int]:
    """Of what names one document, the part inside the article where a full mention stands there.

    Titles, links and front matter around an article repeat its words in pieces that prove nothing.
    """
    inside = [index for index in group if references[index].in_body or references[index].own]
    return inside if any(references[index].number for index in inside) else group


def _described(document: Document) -> Reference | None:
    """The document itself as its metadata describe it, where its text shows no heading."""
    if document.kind is not DocumentKind.FULL_TEXT or not (document.number or document.type):
        return None
    return Reference(
        0,
        0,
        number=document.number,
        type=document.type,
        issuer=document.issuer,
        issued=document.issued,
        title=document.title,
        own=True,
    )


def _home(document: Document) -> Place:
    given = read_place(document.place)
    return given if given.province else infer_place(document.text, fold(document.text))


def _mention(document: Document, group: list[int], references: Sequence[Reference], home: Place) -> Mention:
    members = tuple(references[index] for index in group) or tuple(references)
    identity = combine([identity_of(member, home) for member in members])
    own = any(member.own for member in members)
    return Mention(
        document,
        tuple(group),
        members,
        identity,
        in_body=own or any(member.in_body for member in members),
        held=own and document.kind is DocumentKind.FULL_TEXT,
    )


def combine(identities: Sequence[Identity]) -> Identity:
    """What several mentions of one document know together."""
    first = identities[0]
    return Identity(
        number=_best(
            identities, lambda i: i.number, lambda n: (n.type_mark is not None) + (n.issuer_mark is not None)
        ),
        type=_best(identities, lambda i: i.type, lambda _: 0),
        issuer=_best(identities, lambda i: i.issuer, specificity),
        later_issuer=_best(identities, lambda i: i.later_issuer, specificity),
        issued=_best(identities, lambda i: i.issued, lambda _: 0),
        year=_best(identities, lambda i: i.year, lambda _: 0),
        term=_best(identities, lambda i: i.term, lambda _: 0),
        title=_best(identities, lambda i: i.title, lambda _: 0),
        home=first.home,
    )


def _best(
    items: Iterable[Identity], read: Callable[[Identity], _T | None], worth: Callable[[_T], int]
) -> _T | None:
    known = [value for value in map(read, items) if value is not None]
    return max(known, key=worth) if known else None


def specificity(issuer: Issuer) -> int:
    """How much an issuer's name tells: its place counts most."""
    return 4 * (issuer.place is not None) + 2 * (issuer.organ is not None) + (issuer.level is not None)


def merge(mentions: Sequence[Mention]) -> Merged:
    """One entry for each document, in order of first mention. The best known mentions settle first."""
    order = sorted(range(len(mentions)), key=lambda at: -_knowledge(mentions[at].identity))
    clusters: dict[tuple[str, str], list[_Cluster]] = defaultdict(list)
    everything: list[_Cluster] = []
    for at in order:
        mention = mentions[at]
        cluster = _cluster_for(mention, clusters[mention.identity.bucket])
        if cluster is None and _is_ambiguous(mention, clusters[mention.identity.bucket]):
            continue
        if cluster is None:
            cluster = _Cluster([], mention.identity)
            everything.append(cluster)
        cluster.members.append((at, mention))
        cluster.identity = combine([cluster.identity, mention.identity])
        for bucket in _buckets(mention.identity):
            if cluster not in clusters[bucket]:
                clusters[bucket].append(cluster)
    everything.sort(key=lambda cluster: min(at for at, _ in cluster.members))
    return _to_entries(everything)


@dataclass(eq=False, slots=True)
class _Cluster:
    members: list[tuple[int, Mention]]
    identity: Identity


def _knowledge(identity: Identity) -> int:
    number = identity.number
    return (
        8 * (number is not None and number.issuer_mark is not None)
        + 4 * (identity.issued is not None)
        + 2 * (identity.issuer is not None)
        + (identity.title is not None)
    )


def _buckets(identity: Identity) -> list[tuple[str, str]]:
    buckets = [identity.bucket]
    if identity.title:
        buckets.append((identity.type or "", plain(identity.title)))
    return buckets


def _cluster_for(mention: Mention, clusters: Sequence[_Cluster]) -> _Cluster | None:
    """The one entry the mention surely speaks of; among several the one with which it shares most, if one does."""
    fitting = [cluster for cluster in clusters if surely_same(cluster.identity, mention.identity)]
    ranked = sorted(fitting, key=lambda cluster: -_shared(cluster.identity, mention.identity))
    if len(ranked) > 1 and _shared(ranked[0].identity, mention.identity) == _shared(
        ranked[1].identity, mention.identity
    ):
        return None
    return ranked[0] if ranked else None


def _shared(first: Identity, second: Identity) -> int:
    """How much two identities that agree have in common: the day counts most, then the issuer."""
    return (
        4 * (first.issued is not None and first.issued == second.issued)
        + 2 * (first.issuer is not None and first.issuer == second.issuer)
        + (first.title is not None and plain(first.title) == plain(second.title or ""))
    )


def _is_ambiguous(mention: Mention, clusters: Sequence[_Cluster]) -> bool:
    """A mention that several entries fit («Chỉ thị 18», a law of many years) belongs to none and makes no new one."""
    poor = not (mention.identity.issued or mention.held)
    return poor and sum(may_be_same(cluster.identity, mention.identity) for cluster in clusters) > 1


def _to_entries(clusters: Sequence[_Cluster]) -> Merged:
    entries: list[RegisterEntry] = []
    keys: dict[tuple[str, int], str] = {}
    taken: Counter[str] = Counter()
    for cluster in clusters:
        entry = _entry(cluster)
        taken[entry.key] += 1
        if taken[entry.key] > 1:
            entry = replace(entry, key=f"{entry.key}-{taken[entry.key]}")
        entries.append(entry)
        for _, mention in cluster.members:
            keys.update({(mention.document.id, index): entry.key for index in mention.indices})
    return Merged(tuple(entries), keys)


def _entry(cluster: _Cluster) -> RegisterEntry:
    members = sorted(cluster.members, key=lambda member: member[0])
    cited = [(mention.document, reference) for _, mention in members for reference in mention.references]
    references = [reference for _, reference in cited]
    identity = cluster.identity
    titles = titles_told(cited)
    number = _number(references)
    issuer = _issuer(identity)
    return RegisterEntry(
        key=_key(identity, number, issuer, titles[0] if titles else None),
        number=number,
        type=_type(references),
        issuer=issuer,
        issued=identity.issued,
        title=titles[0] if titles else None,
        held=any(mention.held for _, mention in members),
        year=identity.year,
        place=identity.issuer.place if identity.issuer else None,
        issuer_now=identity.later_issuer.name if identity.later_issuer else None,
        term=identity.term,
        other_titles=tuple(titles[1:]),
        evidence=tuple(_evidence(cited)),
        documents=tuple(dict.fromkeys(document.id for document, _ in cited)),
    )


def _number(references: Sequence[Reference]) -> str | None:
    full = Counter(r.number.normalised for r in references if r.number and r.number.issuer_mark)
    serial = Counter(r.number.normalised for r in references if r.number)
    counted = full or serial
    return counted.most_common(1)[0][0] if counted else None


def _type(references: Sequence[Reference]) -> str | None:
    written = Counter(r.type for r in references if r.type and "type" in r.spans)
    concluded = Counter(r.type for r in references if r.type)
    counted = written or concluded
    return counted.most_common(1)[0][0] if counted else None


def _issuer(identity: Identity) -> str | None:
    return identity.issuer.name if identity.issuer else None


def _key(identity: Identity, number: str | None, issuer: str | None, title: str | None) -> str:
    parts = [identity.type, number or title, issuer, identity.issued.isoformat() if identity.issued else None]
    text = fold(" ".join(part for part in parts if part))
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:160]


def _evidence(cited: Sequence[tuple[Document, Reference]]) -> Iterable[Evidence]:
    """The first mention that shows each field, and every mention that shows another title."""
    seen: set[tuple[str, str]] = set()
    for document, reference in cited:
        for name in ("number", "type", "issuer", "issued", "term", "title"):
            if name not in reference.spans:
                continue
            mark = (name, wording(reference.title or "") if name == "title" else "")
            if mark not in seen:
                seen.add(mark)
                yield evidence_of(name, document, reference.start, reference.end)


def evidence_of(name: str, document: Document, start: int, end: int) -> Evidence:
    """The characters [start, end) of a document as proof of a field."""
    return Evidence(name, document.text[start:end], document.source, document.id, start, end)


def issuer_of(entry: RegisterEntry) -> Issuer | None:
    """The issuer of an entry, taken apart again."""
    return parse_issuer(entry.issuer) if entry.issuer else None
