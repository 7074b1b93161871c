"""docs/keys.md, made from the table of keys; `make keys` writes it."""

from pathlib import Path

from tui.keys import KEYS, Group, names

PAGE = Path(__file__).parents[2] / "docs" / "keys.md"


def document() -> str:
    """Return docs/keys.md."""
    lines = [
        "# Keys",
        "",
        "Every action of the desk screen. `?` shows this list inside webcare, in your language;",
        "`^p` finds an action by name. A letter acts only while no text is being written.",
        "To change a key, name its id in `webcare.toml`:",
        "",
        "```toml",
        "[keys]",
        '"item.take" = "f2"',
        "```",
        "",
        "The marks in a list: `-04:12` late · `!!` late or severity 5 · `!` due within ten minutes",
        "or severity 4 · `+` praise · `~` edited by its author · `·` set aside",
        "by the plan, dimmed. Who has it: `ann` holds it, `ann …` writes, `ann zz` is on a break,",
        "`(ann)` looks at it, `>ann` is to receive it. Colour alone never tells anything.",
    ]
    for group in Group:
        lines += ["", f"## {group.value}", "", "| key | does | id |", "|---|---|---|"]
        for key in KEYS:
            if key.group is group:
                typed = " · ".join(f"`{name}`" for name in names(key, {}))
                lines.append(f"| {typed} | {key.explains} | `{key.id}` |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
