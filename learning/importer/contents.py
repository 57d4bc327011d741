"""A table of contents, as MkDocs and GitBook keep one: sections and pages to modules and lessons."""

from dataclasses import dataclass, field

from .report import Problem, Weight
from .source import Episode, Folder, Module

MOST_ENTRIES = 5000
WEB = ("http://", "https://", "//", "mailto:")


@dataclass
class Contents:
    """Collects modules in order. Pages outside of every section share one module until a section comes between."""

    folder: Folder
    file: str  # of the table of contents
    taken: set[str] = field(default_factory=set)
    loose: Module | None = None
    section: Module | None = None
    entries: int = 0

    def full(self) -> bool:
        """Count one more entry; whether it is one too many."""
        self.entries += 1
        return self.entries > MOST_ENTRIES

    def open(self, title: str) -> None:
        """Begin a section."""
        self.loose = None
        self.section = Module(title[:160] or self.folder.title[:160])
        self.folder.modules.append(self.section)

    def leave(self) -> None:
        """What follows stands outside of the section."""
        self.section = None

    def page(self, path: str, called: str, line: int) -> None:
        """Add a page by its path in the folder."""
        if path not in self.folder.files:
            self.complain(line, f"the lesson file “{path}” does not exist", Weight.DROPPED)
        elif path in self.taken:
            self.complain(line, f"the lesson “{path}” is named twice", Weight.NOTE)
        else:
            self.taken.add(path)
            self.folder.layout.called[path] = called
            self._module(called).episodes.append(Episode(path))

    def link(self, address: str, called: str, line: int) -> None:
        self.complain(line, f"“{called or address}” leads to another site and is no lesson", Weight.NOTE)

    def complain(self, line: int, message: str, weight: Weight) -> None:
        self.folder.problems.append(Problem(self.file, line, message, weight))

    def finish(self) -> None:
        """Take out sections without a page, and name what nobody named."""
        if self.entries > MOST_ENTRIES:
            self.complain(0, f"only the first {MOST_ENTRIES} entries are read", Weight.DROPPED)
        self.folder.modules = [module for module in self.folder.modules if module.episodes]

    def _module(self, called: str) -> Module:
        if self.section is not None:
            return self.section
        if self.loose is None:
            first = all(module.title != self.folder.title[:160] for module in self.folder.modules)
            title = self.folder.title if first else called
            self.loose = Module(title[:160] or self.folder.title[:160])
            self.folder.modules.append(self.loose)
        return self.loose
