"""The composition root: the only place where settings, index, assistant and channels meet."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from bot.settings import Settings
from knowledge.documents import Answer, Memory
from knowledge.errors import NoIndex, SettingError

if TYPE_CHECKING:
    from bot.library import Library
    from indexer.build import BuildReport, Progress
    from knowledge.chat_model import ChatModel
    from knowledge.embedding import Embedding
    from knowledge.evaluation.bench import BenchResult


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


def build_index(settings: Settings, paths: Sequence[Path], progress: "Progress") -> "BuildReport":
    """Bring the index up to date from `paths`, or from DANVAN_DOCUMENTS where there are none."""
    from indexer.build import build
    from knowledge.embedding import open_embedding

    _check_store(settings)
    embedding = open_embedding(settings.embedding_model, settings.danvan_home, light=False)
    return build(list(paths) or [documents_folder(settings)], settings.danvan_home, embedding, progress)


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
        self._embedding: Embedding | None = None
        self._chat_model: ChatModel | None = None

    def ask(self, text: str, memory: Memory | None = None) -> Answer:
        """Answer one message; raises NoIndex, CorruptIndex, WrongEmbedding, QuestionError."""
        return self.current().assistant.ask(text, memory)

    def current(self) -> "Library":
        """What is current now. Whoever still uses an older one keeps it alive until done."""
        from knowledge.generations import current

        folder = current(self._settings.danvan_home)
        with self._lock:
            if self._opened is None or self._opened.folder != folder:
                self._opened = self._open(folder)
            return self._opened

    def _open(self, folder: Path) -> "Library":
        from bot.library import RECENT, Library
        from knowledge.answering import Assistant
        from knowledge.embedding import open_embedding
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
        ask = ask_plain = lru_cache(RECENT)(assistant.ask)
        if self._chat_model:
            ask_plain = lru_cache(RECENT)(Assistant(store, retriever).ask)
        return Library(folder, store, Register(store.entries), retriever, assistant, ask, ask_plain)


def _chat_model(settings: Settings) -> "ChatModel | None":
    if not settings.chat_model:
        return None
    import secrets

    from knowledge.chat_model import open_chat_model

    key = settings.chat_api_key.get_secret_value()
    return open_chat_model(settings.chat_model, settings.chat_base_url, key, lambda: secrets.token_hex(8))
