"""/tailieu: hand-outs sent as Word, PDF or Excel files."""

from pathlib import Path
from random import Random

from bot.chat import ChatMessage, Reply
from bot.desk import Desk, say
from bot.library import Library
from bot.training import files, words
from bot.training.teaching import CLASS_SIZE
from knowledge.handouts import contents
from knowledge.handouts.handout import Handout
from knowledge.handouts.papers import file_name, write_handout
from knowledge.quiz.making import choose

KINDS = ("so_sanh", "dong_thoi_gian", "so_lieu", "viet_tat", "phieu_cau_hoi")
FOLDER = "tai-lieu"


def make_handout(
    library: Library, kind: str, topic: str, count: int = CLASS_SIZE, seed: str = "1"
) -> Handout:
    """The hand-out of this kind; KeyError for another kind."""
    store, register = library.store, library.register
    return {
        "so_sanh": lambda: contents.comparison(store, register, topic),
        "dong_thoi_gian": lambda: contents.timeline(store, register, topic),
        "so_lieu": lambda: contents.figures(store, topic),
        "viet_tat": lambda: contents.glossary(store, topic),
        "phieu_cau_hoi": lambda: contents.question_sheet(
            choose(library.questions(), count, topic, Random(seed)),  # noqa: S311
            topic,
        ),
    }[kind]()


def send(desk: Desk, message: ChatMessage) -> Reply:
    """«/tailieu so_lieu pdf Lai Châu»: kind, then «pdf» where no Word file is wanted, then the topic."""
    kind, _, rest = message.text.strip().partition(" ")
    if kind not in KINDS:
        return say(words.HANDOUT_WHICH)
    if not desk.limits.files:
        return say(words.NO_FILES)
    form, _, topic = rest.strip().partition(" ")
    ending = f".{form.lower()}" if form.lower() in ("pdf", "docx", "xlsx") else ".docx"
    handout = make_handout(
        desk.library(), kind, topic if ending[1:] == form.lower() else rest, seed=desk.token()
    )
    path = _place(desk, file_name(handout, ending))
    write_handout(path, handout)
    return Reply(say(handout.title).blocks, file=path)


def _place(desk: Desk, name: str) -> Path:
    folder = files.folder_of(desk.state, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name
