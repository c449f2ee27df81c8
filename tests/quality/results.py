"""Answers kept in a file, one line each, so that a later run continues, and the table over them."""

import json

MEBIBYTE = 1024 * 1024


class Results:
    """The answers in the file `path`, which is made when needed. A damaged last line is left out."""

    def __init__(self, path, is_fresh=False):
        self.path = path
        self.answers = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        if is_fresh:
            path.unlink(missing_ok=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for line in text.splitlines():
            try:
                answer = json.loads(line)
            except ValueError:
                continue
            self.answers[answer["suite"], answer["id"]] = answer
        if text and not text.endswith("\n"):  # a run was killed while it wrote
            with path.open("a", encoding="utf-8") as file:
                file.write("\n")

    def has(self, suite, name):
        return (suite, name) in self.answers

    def add(self, suite, name, text, seconds, peak):
        answer = {"suite": suite, "id": name, "text": text, "seconds": round(seconds, 3), "peak_bytes": peak}
        self.answers[suite, name] = answer
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(answer, ensure_ascii=False) + "\n")

    def row(self, suite, scores):
        """The mean figures of the answers to these questions: {id: score function}."""
        answers = [self.answers[suite, name] for name in scores]
        figures = [scores[answer["id"]](answer["text"]) for answer in answers]
        means = {key: sum(figure[key] for figure in figures) / len(figures) for key in figures[0]}
        return {
            "suite": suite,
            "n": len(answers),
            "score": next(iter(means.values())),
            "figures": means,
            "seconds": sum(answer["seconds"] for answer in answers),
            "peak_bytes": max(answer["peak_bytes"] for answer in answers),
        }


def table(rows):
    lines = [f"{'suite':<20} {'n':>4} {'score':>6} {'seconds':>8} {'peak MiB':>9}  figures"]
    for row in rows:
        figures = ", ".join(f"{key} {100 * value:.1f}" for key, value in row["figures"].items())
        lines.append(
            f"{row['suite']:<20} {row['n']:>4} {100 * row['score']:>6.1f} {row['seconds']:>8.1f} "
            f"{row['peak_bytes'] / MEBIBYTE:>9.0f}  {figures}"
        )
    return "\n".join(lines)
