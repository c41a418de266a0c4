"""Made-up texts as a library of their own, and questions to it whose every statement is proved."""

from pathlib import Path

from bot.composition import LiveLibrary
from bot.settings import Settings
from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.documents import Answer, Memory
from knowledge.evaluation.gold import unproved

_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
LAW_HEAD = f"QUỐC HỘI\n-------\n{_NATION}Luật số: "
DECISION_HEAD = f"ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\n-------\n{_NATION}---------------\n"
"""How made-up texts begin, up to their number."""


def assistant_over(index: Index, folder: Path, **texts: str) -> Assistant:
    """An assistant that knows only these texts, each given under the name of its file."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    home = index(folder.name, [folder])
    return LiveLibrary(Settings(_env_file=None, danvan_home=home)).current().assistant


def ask(assistant: Assistant, *turns: str) -> Answer:
    """The answer to the last of the questions, asked one after the other."""
    memory = Memory()
    for turn in turns:
        answer = assistant.ask(turn, memory)
        assert unproved(answer, turns, assistant.store.documents) == []
        memory = answer.memory
    return answer
