"""The composition root: the only place where settings, index, assistant and channels meet."""

from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext, suppress
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
    from knowledge.publishing import Generations
    from knowledge.quiz.questions import QuizQuestion
    from knowledge.store import Store


def documents_folder(settings: Settings) -> Path:
    """DANVAN_DOCUMENTS; the documents that ship with the package where the default is not there."""
    folder = settings.danvan_documents
    if folder.exists() or folder != Settings.model_fields["danvan_documents"].default:
        return folder
    import knowledge

    return Path(str(knowledge.__file__)).parent / "documents"


def open_generations(settings: Settings) -> "Generations":
    """Where generations are: in the PostgreSQL of DATABASE_URL, or under DANVAN_HOME where that is empty.

    Close them after use. Raises SettingError, DatabaseUnavailable.
    """
    if not settings.database_url:
        from knowledge.publishing import FolderGenerations

        return FolderGenerations(settings.danvan_home)
    from knowledge.postgres.connection import open_pool
    from knowledge.postgres.generations import PostgresGenerations

    return PostgresGenerations(open_pool(settings.database_url))


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

    home = settings.danvan_home
    embedding = open_embedding(settings.embedding_model, home, light=light)
    roots, replaced = _roots(settings, paths), _replaced(settings)
    with closing(open_generations(settings)) as generations:
        return build(roots, home, embedding, progress, replaced=replaced, generations=generations)


def _replaced(settings: Settings) -> dict[str, str]:
    """Sources in whose place admins have put others."""
    from bot.state import open_state, state_exists
    from bot.uploads import replaced

    if not state_exists(settings.danvan_home, settings.database_url):
        return {}
    state = open_state(settings.danvan_home, settings.database_url)
    try:
        return replaced(state)
    finally:
        state.close()


def try_index(settings: Settings, paths: Sequence[Path], progress: "Progress") -> "DryRun":
    """What `build_index` would change; writes nothing."""
    from indexer.build import dry_run
    from knowledge.embedding import open_embedding

    # The light engine makes the same vectors and opens at once; here only its fingerprint counts.
    embedding = open_embedding(settings.embedding_model, settings.danvan_home, light=True)
    with closing(open_generations(settings)) as generations:
        roots, replaced = _roots(settings, paths), _replaced(settings)
        return dry_run(roots, generations, embedding.fingerprint, progress, replaced)


def rebuild_index(settings: Settings, progress: "Progress") -> "BuildReport":
    """Bring the index up to date from the paths that it was last made of."""
    from indexer.earlier import open_earlier

    uploads = str(uploads_folder(settings))
    with (
        closing(open_generations(settings)) as generations,
        open_earlier(generations) or nullcontext() as earlier,
    ):
        roots = [Path(root) for root in earlier.roots if root != uploads] if earlier else []
    return build_index(settings, roots, progress, light=True)


def open_shelf(settings: Settings) -> "Shelf":
    """The documents' side of admin work."""
    from bot.shelf import Outcome, Shelf
    from indexer.amendments import write_amendments
    from indexer.receiving import contents, examine

    def examined(name: str, content: bytes, progress: "Progress") -> "list[Seen]":
        with closing(open_generations(settings)) as generations:
            return [seen(one) for one in examine(name, content, generations, progress)]

    alone = Lock()

    def rebuild(progress: "Progress") -> Outcome:
        # Two admins take their files in one after the other; another process is not waited for.
        with alone:
            report = rebuild_index(settings, progress)
        return Outcome(report.generation, report.documents, report.failed)

    return Shelf(
        folder=uploads_folder(settings),
        examine=examined,
        unpack=lambda name, content, wanted: list(contents(name, content, wanted)),
        amend=write_amendments,
        rebuild=rebuild,
        before=partial(one_before, settings),
        go_back=partial(roll_back, settings),
    )


def one_before(settings: Settings) -> str:
    """Name of the generation before the current one; empty where there is none."""
    with closing(open_generations(settings)) as generations:
        return next(iter(generations.before_current()), "")


def roll_back(settings: Settings, to: str = "") -> str:
    """Make the generation before the current one current again, only if it is `to` where that is given.

    Returns the current one's name. Raises NoIndex.
    """
    with closing(open_generations(settings)) as generations:
        return generations.roll_back(to)


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
        """Opens nothing yet."""
        self._settings = settings
        self._lock = Lock()
        self._generations: Generations | None = None
        self._opened: Library | None = None
        self._wanted = ""
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
        generations = self._published()
        name = generations.current()
        with self._lock:
            if self._opened is None or self._wanted != name:
                self._opened, self._wanted = self._open_sound(generations, name), name
            return self._opened

    def published(self) -> float:
        """When the generation in use was published, in seconds since the epoch; raises NoIndex, CorruptIndex."""
        return self._published().published(self.current().store.generation)

    def close(self) -> None:
        """Give back connections to a database; asking afterwards opens new ones."""
        with self._lock:
            if self._generations:
                self._generations.close()
            self._opened = self._generations = None

    def _published(self) -> "Generations":
        with self._lock:
            if self._generations is None:
                self._generations = open_generations(self._settings)
            return self._generations

    def _open_sound(self, generations: "Generations", name: str) -> "Library":
        try:
            return self._open(generations.open(name))
        except CorruptIndex:
            for older in generations.before_current():
                with suppress(CorruptIndex):
                    return self._open(generations.open(older))
            raise

    def _open(self, store: "Store") -> "Library":
        from bot.library import RECENT, Library
        from knowledge.answering import Assistant
        from knowledge.embedding import open_embedding
        from knowledge.quiz.making import make_questions
        from knowledge.register import Register
        from knowledge.reranking import Reranker
        from knowledge.retrieval import PassageRetriever

        settings = self._settings
        if self._embedding is None:
            self._embedding = open_embedding(settings.embedding_model, settings.danvan_home, light=True)
            self._chat_model = _chat_model(settings)
        reranker = Reranker(settings.reranker_model) if settings.reranker_model else None
        retriever = PassageRetriever(store=store, embedding=self._embedding, reranker=reranker)
        assistant = Assistant(store, retriever, self._chat_model)
        ask_showing = _recent(assistant, RECENT)
        ask = ask_plain = _plainly(ask_showing)
        if self._chat_model:
            ask_plain = _plainly(_recent(Assistant(store, retriever), RECENT))
        questions = lru_cache(1)(partial(make_questions, store, store.entries))
        return Library(
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
