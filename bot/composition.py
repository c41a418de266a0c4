"""The composition root: the only place where settings, index, assistant and channels meet."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from bot.settings import Settings
from knowledge.documents import Answer, Memory
from knowledge.errors import CorruptIndex, NoIndex, SettingError

if TYPE_CHECKING:
    from random import Random

    from bot.library import Ask, AskShowing, Library
    from bot.shelf import Seen, Shelf
    from indexer.build import Progress
    from indexer.receiving import Understood
    from indexer.report import BuildReport, DryRun
    from knowledge.answering import Assistant
    from knowledge.chat_model import ChatModel
    from knowledge.embedding import Embedding
    from knowledge.evaluation.bench import BenchResult
    from knowledge.quiz.questions import QuizQuestion


def documents_folder(settings: Settings) -> Path:
    """DANVAN_DOCUMENTS; the documents that ship with the package where the default is not there."""
    folder = settings.danvan_documents
    if folder.exists() or folder != Settings.model_fields["danvan_documents"].default:
        return folder
    import knowledge

    return Path(str(knowledge.__file__)).parent / "documents"


def _check_store(settings: Settings) -> None:
    if settings.database_url:
        raise SettingError(
            "Cài đặt DATABASE_URL phải để trống: bản này chỉ có kho nhúng sẵn trong DANVAN_HOME."
        )


def uploads_folder(settings: Settings) -> Path:
    """Where files that admins sent to the bot lie once they are taken in."""
    return settings.danvan_home / "uploads"


def _roots(settings: Settings, paths: Sequence[Path]) -> list[Path]:
    """What an index is made of: the paths given, or DANVAN_DOCUMENTS; and always what came through the bot."""
    uploads = uploads_folder(settings)
    return [*(list(paths) or [documents_folder(settings)]), *([uploads] if uploads.is_dir() else [])]


def build_index(
    settings: Settings, paths: Sequence[Path], progress: "Progress", *, light: bool = False
) -> "BuildReport":
    """Bring the index up to date from `paths`, or from DANVAN_DOCUMENTS where there are none.

    `light`: by the small engine, which opens at once and makes the same vectors, for a few new passages.
    """
    from indexer.build import build
    from knowledge.embedding import open_embedding

    _check_store(settings)
    home = settings.danvan_home
    embedding = open_embedding(settings.embedding_model, home, light=light)
    return build(_roots(settings, paths), home, embedding, progress, replaced=_replaced(home))


def _replaced(home: Path) -> dict[str, str]:
    """Sources in whose place admins have put others."""
    from bot.file_state import FILE_NAME
    from bot.state import open_state
    from bot.uploads import replaced

    if not (home / FILE_NAME).exists():
        return {}
    state = open_state(home)
    try:
        return replaced(state)
    finally:
        state.close()


def try_index(settings: Settings, paths: Sequence[Path], progress: "Progress") -> "DryRun":
    """What `build_index` would change; writes nothing."""
    from indexer.build import dry_run
    from knowledge.embedding import open_embedding

    _check_store(settings)
    # The light engine makes the same vectors and opens at once; here only its fingerprint counts.
    embedding = open_embedding(settings.embedding_model, settings.danvan_home, light=True)
    return dry_run(_roots(settings, paths), settings.danvan_home, embedding.fingerprint, progress)


def rebuild_index(settings: Settings, progress: "Progress") -> "BuildReport":
    """Bring the index up to date from the paths that it was last made of."""
    from indexer.earlier import open_earlier

    uploads = str(uploads_folder(settings))
    with open_earlier(settings.danvan_home) or nullcontext() as earlier:
        roots = [Path(root) for root in earlier.roots if root != uploads] if earlier else []
    return build_index(settings, roots, progress, light=True)


def open_shelf(settings: Settings) -> "Shelf":
    """The documents' side of admin work."""
    from bot.shelf import Outcome, Shelf
    from indexer.amendments import write_amendments
    from indexer.receiving import contents, examine
    from knowledge.generations import roll_back

    home = settings.danvan_home

    def rebuild(progress: "Progress") -> Outcome:
        report = rebuild_index(settings, progress)
        return Outcome(report.generation, report.documents, report.failed)

    return Shelf(
        folder=uploads_folder(settings),
        examine=lambda name, content, progress: [seen(one) for one in examine(name, content, home, progress)],
        unpack=lambda name, content, wanted: list(contents(name, content, wanted)),
        amend=write_amendments,
        rebuild=rebuild,
        go_back=lambda: roll_back(home).name,
    )


def seen(one: "Understood") -> "Seen":
    """What a file was understood to be, in the bot's words."""
    from bot.shelf import Seen

    document = one.document
    if document is None:
        return Seen(one.name, one.reason)
    issued = document.issued or document.reported
    number = document.number.normalised if document.number else ""
    facts = {
        "number": number,
        "type": document.type or "",
        "issuer": document.issuer or "",
        "date": issued.isoformat() if issued else "",
        "title": document.title.removeprefix(f"{document.type} số {number}: "),
        "place": document.place or "",
    }
    return Seen(
        name=one.name,
        facts=tuple(facts.items()),
        kind=str(document.kind),
        pages=one.pages,
        relations=tuple(f"{relation.kind} {relation.number}" for relation in one.relations),
        warnings=one.unsure,
        like=one.double.other if one.double else "",
        share=one.double.share if one.double else 0.0,
    )


def missing_for_pictures() -> tuple[str, str]:
    """What keeps scans from being read, nothing where they can be, and the command that installs it."""
    from indexer.formats.ocr import INSTALL, missing

    return missing(), INSTALL


def run_bench(settings: Settings, folder: Path, progress: "Callable[[int, int], None]") -> "BenchResult":
    """Measure retrieval on the set in `folder` with the configured embedding."""
    from knowledge.embedding import open_embedding
    from knowledge.evaluation.bench import Engines, bench

    model, home = settings.embedding_model, settings.danvan_home
    heavy, light = (open_embedding(model, home, light=light) for light in (False, True))
    return bench(folder, Engines(heavy, light, home, progress))


def ensure_index(settings: Settings, library: "LiveLibrary") -> None:
    """Index DANVAN_DOCUMENTS where nothing has been indexed yet, showing progress on stderr."""
    try:
        library.current()
    except NoIndex:
        from bot.progress import showing

        with showing("Lập chỉ mục") as progress:
            build_index(settings, (), progress)


class LiveLibrary:
    """Whichever generation is current; a newly published one is opened at the next question."""

    def __init__(self, settings: Settings) -> None:
        """Raises SettingError where the settings ask for a store that there is not."""
        _check_store(settings)
        self._settings = settings
        self._lock = Lock()
        self._opened: Library | None = None
        self._wanted: Path | None = None
        self._embedding: Embedding | None = None
        self._chat_model: ChatModel | None = None

    def ask(self, text: str, memory: Memory | None = None) -> Answer:
        """Answer one message; raises NoIndex, CorruptIndex, WrongEmbedding, QuestionError."""
        return self.current().assistant.ask(text, memory)

    def richer_questions(self, topic: str, count: int, rng: "Random") -> "list[QuizQuestion]":
        """Questions that the configured language model writes about a topic. Raises SettingError, ChatModelFailed."""
        import secrets
        from itertools import islice

        from knowledge.quiz.written_by_model import write_questions

        current = self.current()
        if self._chat_model is None:
            raise SettingError("Cài đặt CHAT_MODEL còn trống: chưa có mô hình nào để soạn câu hỏi.")
        passages = [hit.passage for hit in current.retriever.search(topic or "công tác dân vận", count)]
        made = write_questions(
            self._chat_model.reply, current.store, passages, lambda: secrets.token_hex(8), rng
        )
        return list(islice(made, count))

    def current(self) -> "Library":
        """What is current now. Whoever still uses an older one keeps it alive until done.

        Where the generation in use is damaged, the newest sound one before it serves; `danvan doctor` says so.
        """
        from knowledge.generations import current

        folder = current(self._settings.danvan_home)
        with self._lock:
            if self._opened is None or self._wanted != folder:
                self._opened, self._wanted = self._open_sound(folder), folder
            return self._opened

    def _open_sound(self, folder: Path) -> "Library":
        from knowledge.generations import before_current

        try:
            return self._open(folder)
        except CorruptIndex:
            for older in before_current(self._settings.danvan_home):
                with suppress(CorruptIndex):
                    return self._open(older)
            raise

    def _open(self, folder: Path) -> "Library":
        from bot.library import RECENT, Library
        from knowledge.answering import Assistant
        from knowledge.embedding import open_embedding
        from knowledge.quiz.making import make_questions
        from knowledge.register import Register
        from knowledge.reranking import Reranker
        from knowledge.retrieval import PassageRetriever
        from knowledge.store import Store

        settings = self._settings
        if self._embedding is None:
            self._embedding = open_embedding(settings.embedding_model, settings.danvan_home, light=True)
            self._chat_model = _chat_model(settings)
        store = Store.open(folder)
        reranker = Reranker(settings.reranker_model) if settings.reranker_model else None
        retriever = PassageRetriever(store=store, embedding=self._embedding, reranker=reranker)
        assistant = Assistant(store, retriever, self._chat_model)
        ask_showing = _recent(assistant, RECENT)
        ask = ask_plain = _plainly(ask_showing)
        if self._chat_model:
            ask_plain = _plainly(_recent(Assistant(store, retriever), RECENT))
        questions = lru_cache(1)(partial(make_questions, store, store.entries))
        return Library(
            folder,
            store,
            Register(store.entries),
            retriever,
            assistant,
            ask,
            ask_showing,
            ask_plain,
            questions,
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as answers are kept by; whoever is shown how its answer comes about makes no other of it."""

    text: str
    memory: Memory
    show: "Callable[[str], None]" = field(compare=False)


def _recent(assistant: "Assistant", most: int) -> "AskShowing":
    """The assistant's way of asking, with the last answers kept."""
    kept = lru_cache(most)(lambda asked: assistant.showing(asked.show).ask(asked.text, asked.memory))

    def ask(text: str, memory: Memory, show: "Callable[[str], None]") -> Answer:
        return kept(_Asked(text, memory, show))

    return ask


def _plainly(ask_showing: "AskShowing") -> "Ask":
    """Asking without being shown anything before the answer is there."""
    return lambda text, memory: ask_showing(text, memory, lambda _: None)


def _chat_model(settings: Settings) -> "ChatModel | None":
    if not settings.chat_model:
        return None
    import secrets

    from knowledge.chat_model import open_chat_model

    key = settings.chat_api_key.get_secret_value()
    return open_chat_model(settings.chat_model, settings.chat_base_url, key, lambda: secrets.token_hex(8))
