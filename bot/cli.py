"""The `danvan` command. Imports what a command needs only when it runs, so that help and questions come at once."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.errors import DanvanError, NoIndex, QuestionError

if TYPE_CHECKING:
    from bot.composition import LiveLibrary
    from bot.settings import Settings
    from knowledge.documents import Answer
    from knowledge.quiz.questions import QuizQuestion

app = typer.Typer(
    name="danvan",
    help="Trợ lý tra cứu văn bản về công tác dân vận: trả lời kèm nguồn và trích dẫn nguyên văn.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")]


def main() -> None:
    """Run the command line of this process."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code: 0 done, 1 an error (one sentence on stderr), 2 wrong usage."""
    try:
        code = typer.main.get_command(app).main(list(arguments), prog_name="danvan", standalone_mode=False)
    except typer.TyperException as error:
        from bot.usage import usage_sentence

        return _complain(usage_sentence(error.format_message()), 2)
    except DanvanError as error:
        return _complain(str(error), 1)
    except OSError as error:
        return _complain(f"Không đọc hoặc ghi được {error.filename or 'tệp'}: {error.strerror}.", 1)
    return code or 0


def _complain(sentence: str, code: int) -> int:
    # Some messages carry a library's own words, over several lines.
    print(" ".join(sentence.split()), file=sys.stderr)
    return code


@app.command(help="Lập hoặc cập nhật chỉ mục; chỉ làm lại những tệp đã đổi.")
def index(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH ...]", help="Tệp, thư mục; mặc định: DANVAN_DOCUMENTS."),
    ] = None,
    as_json: AsJson = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ nói sẽ thêm, đổi, bỏ gì; không ghi gì.")
    ] = False,
) -> None:
    if dry_run:
        return _try_index(paths or [], as_json)
    from bot.composition import build_index
    from bot.index_printing import notes_to_text
    from bot.printing import print_json, report_to_text
    from bot.progress import showing
    from bot.settings import load_settings

    settings = load_settings()
    with showing("Lập chỉ mục") as progress:
        report = build_index(settings, paths or [], progress)
    if report.added or report.changed or report.removed:
        changed = f"thêm {report.added}, đổi {report.changed}, bỏ {report.removed} (bản {report.generation})"
        _note_deed(settings, "lập chỉ mục", changed)
    told = report.to_json()
    print_json(told) if as_json else print(report_to_text(told) + notes_to_text(report.notes_to_json()))
    if not report.generation:
        raise NoIndex("Chưa có chỉ mục: không tệp nào trong số đó lập chỉ mục được.")
    return None


def _try_index(paths: list[Path], as_json: bool) -> None:
    from bot.composition import try_index
    from bot.index_printing import dry_run_to_text
    from bot.printing import print_json
    from bot.progress import showing
    from bot.settings import load_settings

    with showing("Đọc thử") as progress:
        plan = try_index(load_settings(), paths, progress).to_json()
    print_json(plan) if as_json else print(dry_run_to_text(plan))


@app.command(help="Quay về bản chỉ mục ngay trước bản đang dùng; bot dùng bản ấy từ câu hỏi sau.")
def rollback() -> None:
    from bot.composition import roll_back
    from bot.settings import load_settings

    settings = load_settings()
    name = roll_back(settings)
    _note_deed(settings, "quay về bản trước", name)
    print(f"Đã quay về bản {name}.")


@app.command(
    help="Sao lưu hội thoại, tài liệu nhận qua bot và chỉ mục đang dùng, từ tệp hay PostgreSQL, vào một tệp; bot cứ chạy."
)
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="Tệp sẽ ghi.")],
) -> None:
    from bot.safekeeping import back_up
    from bot.settings import load_settings

    settings = load_settings()
    size = back_up(settings, file)
    _note_deed(settings, "sao lưu")
    print(f"Đã sao lưu vào {file} ({size / 1e6:.1f} MB). Tệp có câu hỏi của cán bộ: hãy cất nơi an toàn.")


@app.command(
    help="Khôi phục từ tệp sao lưu; hãy dừng bot trước. Cái cũ được cất bên cạnh; PostgreSQL thì phải trống."
)
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="Tệp sao lưu.")],
) -> None:
    from bot.safekeeping import put_back
    from bot.settings import load_settings

    settings = load_settings()
    before = put_back(settings, file)
    _note_deed(settings, "khôi phục từ bản sao lưu")
    place = f"PostgreSQL và {settings.danvan_home}" if settings.database_url else settings.danvan_home
    aside = f" Những gì có trước đó nằm ở {before}." if before else ""
    print(f"Đã khôi phục vào {place}.{aside}")


@app.command("copy", help="Sao chép chỉ mục và trạng thái sang PostgreSQL, hoặc về thư mục, rồi đối chiếu.")
def copy_all(
    target: Annotated[str, typer.Option("--to", metavar="PLACE", help="postgresql://… hoặc thư mục mới.")],
    source: Annotated[str, typer.Option("--from", metavar="PLACE", help="Mặc định: nơi đang dùng.")] = "",
) -> None:
    from bot.moving import move

    print(move(source, target).to_text())


@app.command(help="Số người hỏi, số câu, trả lời được hay chưa; xuất ra .csv, .xlsx hoặc vẽ biểu đồ .png.")
def usage(
    days: Annotated[int, typer.Option("--days", min=1, max=90, metavar="N", help="Số ngày gần đây.")] = 7,
    out: Annotated[
        Path | None,
        typer.Option("-o", metavar="FILE", help="Ghi bảng từng ngày ra .csv, .xlsx hoặc hình .png."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    import time

    from bot import figures
    from bot.settings import load_settings
    from bot.state import open_state

    state = open_state(load_settings().danvan_home)
    rows, whole = figures.figures(state, time.time(), days), figures.total(state, time.time(), days)
    state.close()
    if out and out.suffix.lower() == ".png":
        out.write_bytes(figures.chart_png(rows))
    elif out:
        from bot.exporting import write

        write(out, figures.to_sheet(rows))
    print(figures.to_json(rows) if as_json else figures.to_text(whole))


@app.command(
    help="Xuất một bảng ra Excel hoặc CSV: câu chưa trả lời, góp ý, nhật ký, câu duyệt, tài liệu, thống kê."
)
def export(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help="chua_tra_loi, gop_y, nhat_ky, cau_duyet, tai_lieu, thong_ke."),
    ],
    out: Annotated[
        Path | None, typer.Option("-o", metavar="FILE", help="Tệp .xlsx hoặc .csv; mặc định: KIND.xlsx.")
    ] = None,
    days: Annotated[
        int,
        typer.Option(
            "--days", min=1, max=3650, metavar="N", help="Số ngày gần đây (góp ý, nhật ký, thống kê)."
        ),
    ] = 90,
) -> None:
    import time

    from bot.exporting import Source, table, write
    from bot.settings import load_settings
    from bot.state import open_state

    settings = load_settings()
    state = open_state(settings.danvan_home, settings.database_url)
    made = table(kind, Source(state, lambda: _library(settings).current(), time.time(), days))
    state.close()
    path = out or Path(f"{kind}.xlsx")
    write(path, made)
    _note_deed(settings, "xuất bảng", made.title)
    print(f"Đã ghi {path} ({len(made.rows)} dòng).")


def _note_deed(settings: "Settings", deed: str, about: str = "") -> None:
    """What was done on the server itself stands in the log of deeds, too."""
    import time

    from bot.audit import SERVER, note
    from bot.state import open_state

    state = open_state(settings.danvan_home, settings.database_url)
    note(state, time.time(), SERVER, deed, about)
    state.close()


@app.command(help="Trả lời một câu hỏi, kèm nguồn; tự lập chỉ mục nếu chưa có.")
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="Câu hỏi, có dấu hay không dấu.")],
    chat: Annotated[
        str | None, typer.Option(metavar="ID", help="Giữ mạch hội thoại mang tên này để hỏi tiếp được.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    from bot.printing import answer_to_json, answer_to_text, print_json
    from bot.settings import load_settings
    from knowledge.question import checked

    text = checked(_readable(question))
    settings = load_settings()
    library = _library(settings)
    answer = _ask_in_chat(settings, library, chat, text) if chat else library.ask(text)
    print_json(answer_to_json(answer)) if as_json else print(answer_to_text(answer))


@app.command(help="Thẻ văn bản theo số, ký hiệu hoặc tên; bỏ trống thì in tất cả.")
def register(
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Số, ký hiệu hoặc chữ trong tên.")] = "",
    as_json: AsJson = False,
    graph: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Vẽ quan hệ của các văn bản ấy vào tệp SVG.")
    ] = None,
) -> None:
    from bot.printing import print_json
    from bot.settings import load_settings
    from knowledge.register_cards import register_to_json, render_register

    known = _library(load_settings()).current().register
    found = known.find(_readable(text)) if text else known.entries
    if graph:
        from knowledge.register_graph import graph_to_svg

        graph.write_text(graph_to_svg(found, known), encoding="utf-8")
    if as_json:
        return print_json(register_to_json(found))
    from rich.console import Console

    return Console().print(render_register(found)) if found else print("Không có văn bản nào khớp.")


@app.command(help="Soạn, xem, xuất và đổi dạng bộ câu hỏi tập huấn; mỗi câu kèm câu văn làm chứng.")
def quiz(  # noqa: PLR0913, PLR0917 - each is an option of the command
    topic: Annotated[str, typer.Argument(metavar="[TOPIC]", help="Chủ đề; bỏ trống thì mọi chủ đề.")] = "",
    count: Annotated[int, typer.Option("-n", min=1, max=2000, metavar="N", help="Số câu.")] = 10,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Đọc bộ câu hỏi có sẵn (.json, .csv, .xlsx)."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", metavar="FILE", help="Ghi ra tệp .json, .csv hoặc .xlsx.")
    ] = None,
    by_model: Annotated[
        bool,
        typer.Option(
            "--model", help="Nhờ mô hình của CHAT_MODEL soạn thêm; câu nào tài liệu không chứng thì bỏ."
        ),
    ] = False,
    save: Annotated[str, typer.Option(metavar="NAME", help="Lưu thành bộ cho /bode và /lop.")] = "",
    as_json: AsJson = False,
) -> None:
    from random import Random

    from bot.printing import print_json
    from bot.settings import load_settings
    from bot.training.shown import questions_to_text
    from knowledge.quiz.exchange import read_questions, to_record, write_questions
    from knowledge.quiz.making import SEED, choose

    if source:
        chosen = read_questions(source)
    else:
        library, rng = _library(load_settings()), Random(SEED)  # noqa: S311
        chosen = choose(library.current().questions(), count, _readable(topic), rng)
        if by_model:
            chosen = (*library.richer_questions(_readable(topic), count, rng), *chosen)[:count]
    if out:
        write_questions(out, chosen)
    if save:
        _save_questions(_readable(save), chosen)
    print_json([to_record(one) for one in chosen]) if as_json else print(questions_to_text(chosen))


def _save_questions(name: str, questions: "Sequence[QuizQuestion]") -> None:
    import time

    from bot.settings import load_settings
    from bot.state import open_state
    from bot.training.sets import LONGEST_NAME, QuizSet, keep

    state = open_state(load_settings().danvan_home)
    keep(state, QuizSet(name[:LONGEST_NAME], "", tuple(questions)), time.time())
    state.close()


@app.command(help="Tài liệu phát tay kèm nguồn từng dòng, khổ A4: Word, PDF hoặc Excel.")
def handout(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="so_sanh, dong_thoi_gian, so_lieu, viet_tat, phieu_cau_hoi.")
    ],
    topic: Annotated[
        str, typer.Argument(metavar="[TOPIC]", help="Chủ đề, hoặc các số ký hiệu để so sánh.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("-o", metavar="FILE", help="Tệp .docx, .pdf hoặc .xlsx; mặc định: .docx.")
    ] = None,
    count: Annotated[
        int, typer.Option("-n", min=1, max=200, metavar="N", help="Số câu của phiếu câu hỏi.")
    ] = 10,
) -> None:
    from bot.settings import load_settings
    from bot.training.papers import KINDS, make_handout
    from knowledge.handouts.papers import file_name, write_handout

    if kind not in KINDS:
        raise QuestionError(f"Loại tài liệu phát tay phải là một trong: {', '.join(KINDS)}.")
    made = make_handout(_library(load_settings()).current(), kind, _readable(topic), count)
    path = out or Path(file_name(made, ".docx"))
    write_handout(path, made)
    print(f"Đã ghi {path} ({len(made.rows)} dòng).")


@app.command(help="Các đoạn văn xếp hạng theo mức khớp, không soạn câu trả lời.")
def search(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Từ cần tìm.")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, metavar="N", help="Số đoạn.")] = 10,
    as_json: AsJson = False,
) -> None:
    from bot.printing import hits_to_json, hits_to_text, print_json
    from bot.settings import load_settings
    from knowledge.question import checked

    text = checked(_readable(words))
    current = _library(load_settings()).current()
    found = current.retriever.search(text, k)
    hits = [(hit, current.store.documents[hit.passage.document_id]) for hit in found]
    print_json(hits_to_json(hits)) if as_json else print(hits_to_text(hits))


@app.command(help="Đo các cách tìm kiếm trên một bộ câu hỏi chuẩn.")
def bench(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Thư mục chứa bộ câu hỏi.")],
    as_json: AsJson = False,
) -> None:
    from bot.composition import run_bench
    from bot.printing import bench_to_text, print_json
    from bot.progress import showing
    from bot.settings import load_settings

    with showing("Nhúng các đoạn") as progress:
        result = run_bench(load_settings(), folder, progress)
    print_json(result.to_json()) if as_json else print(bench_to_text(result))


@app.command("eval", help="Chạy bộ câu hỏi chuẩn, in bảng kết quả và từng câu chưa đạt.")
def evaluate_gold(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Tệp câu hỏi, mỗi dòng một câu.")],
    as_json: AsJson = False,
) -> None:
    from bot.printing import eval_to_text, print_json
    from bot.settings import load_settings
    from knowledge.evaluation.gold import evaluate, read_gold

    cases = read_gold(gold)
    current = _library(load_settings()).current()
    report = evaluate(cases, current.assistant.ask, current.store.documents)
    print_json(report.to_json()) if as_json else print(eval_to_text(report))


@app.command(help="Phục vụ các kênh đã có mã cho tới khi bị dừng.")
def bot() -> None:
    # Read once, when FAISS is loaded: its teams of threads trip over one another in many chats at once.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from bot.serving import serve
    from bot.settings import load_settings

    serve(load_settings())


@app.command(help="Xem đã cài, đã đặt và đã lập những gì; thiếu gì và sửa thế nào.")
def doctor(as_json: AsJson = False) -> None:
    from bot.doctor import examine, healthy, to_json, to_text
    from bot.printing import print_json

    findings = examine()
    print_json(to_json(findings)) if as_json else print(to_text(findings))
    if not healthy(findings):
        raise typer.Exit(1)


def _readable(argument: str) -> str:
    """An argument whose bytes were not UTF-8 comes with lone surrogates, which nothing downstream can write."""
    return argument.encode("utf-8", "replace").decode()


def _library(settings: "Settings") -> "LiveLibrary":
    """The library over the index; builds one from DANVAN_DOCUMENTS where there is none."""
    from bot.composition import LiveLibrary, ensure_index

    library = LiveLibrary(settings)
    ensure_index(settings, library)
    return library


def _ask_in_chat(settings: "Settings", library: "LiveLibrary", chat: str, text: str) -> "Answer":
    """Ask with what the conversation remembers, and keep what it is to remember."""
    import time

    from bot.memories import remember, remembered
    from bot.state import open_state

    state = open_state(settings.danvan_home, settings.database_url)
    key = f"cli:{_readable(chat)}"
    answer = library.ask(text, remembered(state, key))
    remember(state, key, answer.memory, time.time())
    state.close()
    return answer
