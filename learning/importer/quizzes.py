"""Checkpoints: a question with choices, with a short answer, or about what some code prints."""

from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from . import codes, inline
from .blocks import convert, div
from .boxes import callout, split_title
from .divs import Div
from .markdown import line_of
from .reading import Reading
from .report import Weight
from .richtext import code_lines
from .slugs import squeezed
from .streams import Block, Item, Place, Stream

ANSWER = "answer:"
MARKS = {"[x] ": True, "[X] ": True, "[ ] ": False}
CHOICE_LIMIT, TEXT_LIMIT = 300, 500


@dataclass
class Quiz:
    """A checkpoint in the making; `beside` is what a checkpoint cannot hold."""

    question: list[str] = field(default_factory=list)
    code: str = ""
    language: str = "python"
    choices: list[dict] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    beside: list[SyntaxTreeNode] = field(default_factory=list)

    def kind(self, wanted: str) -> str:
        if self.choices:
            several = sum(choice["correct"] for choice in self.choices) > 1
            return "multiple" if several or wanted == "multiple" else "single"
        return "predict" if self.code and wanted != "short" else "short"

    def mistake(self) -> str:
        """What keeps this from being a checkpoint, or nothing."""
        if self.choices and self.answers:
            return "a checkpoint with both choices and answers"
        if self.choices and len(self.choices) < 2:
            return "a checkpoint with one choice only"
        if self.choices and not any(choice["correct"] for choice in self.choices):
            return "a checkpoint without a right choice"
        if not self.choices and not self.answers:
            return "a checkpoint without choices or answers"
        if not self.question:
            return "a checkpoint without a question"
        too_long = any(
            len(choice["text"]) > CHOICE_LIMIT or len(choice["explanation"]) > TEXT_LIMIT
            for choice in self.choices
        )
        if too_long or any(len(answer) > TEXT_LIMIT for answer in self.answers):
            return f"a checkpoint with a choice over {CHOICE_LIMIT} or an answer over {TEXT_LIMIT} letters"
        return ""


@div("checkpoint")
def checkpoint(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """A quiz question in the lesson; a note with the same words if it does not make one."""
    quiz = Quiz()
    exercises_before = len(reading.exercises)
    title, rest = split_title(node, opened, reading)
    if title:
        quiz.question.append(f"<p><b>{codes.escaped(title)}</b></p>")
    for child in rest:
        _read(child, quiz, reading)
    mistake = quiz.mistake() or ("a checkpoint inside a facilitator note" if stream.private else "")
    if mistake:
        reading.complain(line_of(node), mistake)
        del reading.exercises[exercises_before:]  # the note below finds them again
        callout(node, Div("callout", opened.title), stream, reading)
        return
    value = {
        "kind": quiz.kind(opened.attributes.get("kind", "")),
        "question": "".join(quiz.question),
        "code": quiz.code,
        "language": quiz.language,
        "choices": [Item(choice) for choice in quiz.choices],
        "answers": [Item(answer) for answer in quiz.answers],
        "explanation": "".join(quiz.explanation),
    }
    if quiz.beside:
        reading.complain(
            line_of(quiz.beside[0]), "this stands before its checkpoint, which cannot hold it", Weight.NOTE
        )
        beside = convert(quiz.beside, Stream(Place.INNER), reading)
        for block in [*beside.finish(), *beside.later]:
            stream.defer(block)
    stream.defer(Block("checkpoint", value, line_of(node)))


def _read(node: SyntaxTreeNode, quiz: Quiz, reading: Reading) -> None:
    if node.type == "paragraph" and not _has_picture(node):
        _read_paragraph(node.children[0], quiz, reading)
    elif node.type == "fence":
        language, _given = codes.info_of(node)
        if language == "answer":
            quiz.answers.append(codes.code_of(node))
        elif not quiz.code:
            quiz.code, quiz.language = codes.code_of(node), codes.known(language, line_of(node), reading)
        else:
            quiz.beside.append(node)
    elif node.type == "bullet_list" and all(_mark(item) is not None for item in node.children):
        quiz.choices += [_choice(item, reading) for item in node.children]
    elif node.type == "div" and node.meta["div"].name == "explanation":
        quiz.explanation.append(_rich_only(list(node.children), reading))
    elif node.type in {"bullet_list", "ordered_list"} and not quiz.choices and not quiz.answers:
        quiz.question.append(_rich_only([node], reading))
    else:
        quiz.beside.append(node)


def _has_picture(node: SyntaxTreeNode) -> bool:
    return any(child.type == "image" for child in node.walk())


def _read_paragraph(node: SyntaxTreeNode, quiz: Quiz, reading: Reading) -> None:
    """Lines that begin with `answer:` are answers; the others ask, or explain once there are choices or answers."""
    words: list[str] = []
    line = line_of(node)
    for offset, children in enumerate(inline.split_lines(node)):
        said = squeezed("".join(inline.plain_of(child) for child in children))
        if said.lower().startswith(ANSWER):
            quiz.answers.append(said[len(ANSWER) :].strip())
        else:
            words.append(inline.rich_line(children, line + offset, reading))
    html = " ".join(word for word in words if word)
    if html:
        done = quiz.choices or quiz.answers
        (
            quiz.explanation if done and not any(said.startswith(ANSWER) for said in words) else quiz.question
        ).append(f"<p>{html}</p>")


def _mark(item: SyntaxTreeNode) -> bool | None:
    if not item.children or item.children[0].type != "paragraph":
        return None
    content = item.children[0].children[0].content
    return next((right for mark, right in MARKS.items() if content.startswith(mark)), None)


def _choice(item: SyntaxTreeNode, reading: Reading) -> dict:
    """The first line is the choice, everything else in the item explains it; both as plain words."""
    first, *others = inline.split_lines(item.children[0].children[0])
    text = squeezed("".join(inline.plain_of(child) for child in first))[4:].strip()
    explanation = ["".join(inline.plain_of(child) for child in line) for line in others]
    for child in item.children[1:]:
        explanation += [
            child.content.strip() if child.type in {"fence", "code_block"} else inline.plain(entry)
            for entry in child.walk()
            if entry.type in {"inline", "fence", "code_block"}
        ]
    return {
        "text": text,
        "correct": bool(_mark(item)),
        "explanation": squeezed(" ".join(explanation)),
    }


def _rich_only(nodes: list[SyntaxTreeNode], reading: Reading) -> str:
    """Content as one rich text: code as lines of inline code, boxes as bold lines."""
    stream = convert(nodes, Stream(Place.LEAF), reading)
    html: list[str] = []
    for block in stream.finish():
        match block.type:
            case "text":
                html.append(block.value)
            case "code":
                html.append(f"<p>{code_lines(block.value['code'])}</p>")
                html += [f"<p>{code_lines(output.value['text'])}</p>" for output in block.value["outputs"]]
            case "terminal":
                html.append(f"<p>{code_lines(block.value['session'])}</p>")
            case "heading":
                html.append(f"<p><b>{codes.escaped(block.value['text'])}</b></p>")
            case "quote":
                html.append(f"<p>{codes.escaped(block.value['text'])}</p>")
            case "image":
                html.append(f"<p>{codes.escaped(block.value['image']['alt_text'])}</p>")
                reading.complain(block.line, "a picture where only text can stand", Weight.DROPPED)
            case "table":
                rows = [" | ".join(cell.value for cell in row.value) for row in block.value["rows"]]
                html += [f"<p>{row}</p>" for row in rows]
    if stream.later:
        reading.complain(stream.later[0].line, "this box cannot stand in an explanation", Weight.DROPPED)
    return "".join(html)
