"""What other systems made, brought into our content format: a package in, a course folder and a true report out.

An importer is a module (or a package's `reading`) with two functions and a line in `kinds.FORMATS`:

- `recognises(package)`: whether the members are of this format, by content;
- `draft(package, report)`: the course in memory. Raises PackageRefused where nothing can be made of it.

`draft` says `report.found(…)` of every lesson and question that the source has and hands each origin on with what it becomes, or
calls `origin.refused(why)`; `origin.changed(how)` where something is not as it was. Texts go through `pages.page` (HTML),
`pages.html_of` before it (Markdown) or `pages.plain`, with one `References` for the addresses in them; questions are made with
`questions.built`. Files come along when a text names them: `DraftCourse(files=tuple(references.files.values()))`. Nobody but
`writing` touches the disk.
"""
