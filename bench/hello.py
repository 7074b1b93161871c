"""The peer of the benchmarks: a Textual application of one Static, which ``j`` counts up."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static


class Hello(App[None]):
    """Shows one line."""

    pressed = 0

    def compose(self) -> ComposeResult:
        """Lay out the one line."""
        yield Static("hello-world", id="line")

    def on_key(self, event: Key) -> None:
        """Count a key."""
        if event.key == "j":
            self.pressed += 1
            self.query_one("#line", Static).update(f"pressed-{self.pressed}-times")


if __name__ == "__main__":
    Hello().run()
