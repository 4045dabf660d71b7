"""Search in the help centre: how often the right article is among the first three, how fast, and what it admits not to know."""

import json
import os
import random
import re
import subprocess
import tempfile
import unicodedata

from run import figure

LETTERS = {"en": "abcdefghijklmnopqrstuvwxyz", "es": "abcdefghijklmnñopqrstuvwxyz"}
LANGUAGES = ("en", "es")
LARGE = 20000       # articles in the index that is timed


def searcher(build, command, folder, lines):
    ran = subprocess.run([os.path.join(build, "contrib/benches/searcher"), command, folder], check=True,
                         input="".join(json.dumps(line) + "\n" for line in lines), capture_output=True, text=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def thing(language, name, title, sections):
    return {"kind": "article", "id": f"{language}/{name}", "group": f"{language}/{name}", "language": language, "title": title,
            "tags": [], "date": 0, "sections": [{"title": head, "text": text} for head, text in sections]}


def questions_of(corpora, language):
    """Paragraphs as articles, and (question, the article's name)."""
    with open(os.path.join(corpora, f"kb/xquad.{language}.json"), encoding="utf-8") as file:
        data = json.load(file)["data"]
    things, questions = [], []
    for article in data:
        for paragraph in article["paragraphs"]:
            name = f"{language}/p{len(things)}"
            things.append(thing(language, name.split("/")[1], article["title"].replace("_", " "), [("", paragraph["context"])]))
            questions += [(qa["question"], name) for qa in paragraph["qas"]]
    return things, questions


def sections_of(markdown):
    body = re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.S)
    title = re.search(r"^# +(.+)$", body, re.M)
    parts = re.split(r"^#{2,6} +(.+)$", re.sub(r"<[^>]+>|\]\([^)]*\)", " ", body), flags=re.M)
    return title[1] if title else "", [("", parts[0])] + list(zip(parts[1::2], parts[2::2]))


def help_centre(corpora, language):
    """Real help pages; and (title of a link, the page that it leads to) as their authors wrote them."""
    top = os.path.join(corpora, "kb/articles", language)
    things, links = [], []
    for folder, _, files in os.walk(top):
        for file in sorted(files):
            path = os.path.join(folder, file)
            with open(path, encoding="utf-8", errors="replace") as opened:
                markdown = opened.read()
            title, sections = sections_of(markdown)
            things.append(thing(language, os.path.relpath(path, top), title, sections))
            for text, target in re.findall(r"\[([^\]\[]{8,120})\]\(([^)#]+\.md)", markdown):
                there = os.path.normpath(os.path.join(folder, target))
                if os.path.exists(there) and there != path:
                    links.append((text, f"{language}/{os.path.relpath(there, top)}"))
    return things, sorted(set(links))


def with_typo(question, language, rng):
    """One letter of one word of four or more is dropped, doubled, swapped or replaced."""
    words = [match.span() for match in re.finditer(r"[^\W\d_]{4,}", question)]
    start, end = rng.choice(words)
    word, at = question[start:end], rng.randrange(1, end - start - 1)
    typed = rng.choice((word[:at] + word[at + 1:], word[:at] + word[at] + word[at:],
                        word[:at] + word[at + 1] + word[at] + word[at + 2:],
                        word[:at] + rng.choice(LETTERS[language]) + word[at + 1:]))
    return question[:start] + typed + question[end:]


def without_accents(question):
    kept = question.replace("ñ", "\0").replace("Ñ", "\1")
    plain = "".join(c for c in unicodedata.normalize("NFD", kept) if not unicodedata.combining(c))
    return plain.replace("\0", "ñ").replace("\1", "Ñ")


def ask(build, folder, language, questions):
    return searcher(build, "ask", folder, [{"kind": "article", "q": text, "languages": [language]} for text in questions])


def hits(answers, names, among=3):
    return sum(name in answer["groups"][:among] for answer, name in zip(answers, names)) / len(names)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure_questions(corpora, build, folder):
    asked = {}
    things = []
    for language in LANGUAGES:
        some, asked[language] = questions_of(corpora, language)
        things += some
    searcher(build, "index", folder, things)
    rng = random.Random(7)
    for language in LANGUAGES:
        texts, names = zip(*asked[language])
        answers = ask(build, folder, language, texts)
        clean = hits(answers, names)
        answered = sum(answer["sure"] for answer in answers) / len(answers)
        print(f"{language}: {answered:.0%} of these questions are answered with confidence, the others with \"this may help\"; "
              "an encyclopedia knows some of the off-topic questions that calibrate it")
        typos = hits(ask(build, folder, language, [with_typo(text, language, rng) for text in texts]), names)
        figure(f"search.{language}.hit3", f"{clean:.4f}", "share", ">=0.98", clean >= 0.98)
        figure(f"search.{language}.typo_costs", f"{clean - typos:.4f}", "share", "<=0.02", clean - typos <= 0.02)
        if language == "es":
            plain = hits(ask(build, folder, language, [without_accents(text) for text in texts]), names)
            figure("search.es.without_accents_costs", f"{clean - plain:.4f}", "share", "<=0", clean - plain <= 0)
    return asked


def measure_help_centre(corpora, build, folder, asked):
    """Real pages: found by the titles of links to them, and unmoved by questions that they do not answer."""
    centres = {language: help_centre(corpora, language) for language in LANGUAGES}
    searcher(build, "index", folder, [one for things, _ in centres.values() for one in things])
    for language in LANGUAGES:
        texts, names = zip(*centres[language][1])
        answers = ask(build, folder, language, texts)
        found = hits(answers, names)
        answered = sum(answer["sure"] for answer in answers) / len(answers)
        strangers = ask(build, folder, language, [text for text, _ in asked[language]])
        wrong = sum(answer["sure"] for answer in strangers) / len(strangers)
        figure(f"search.{language}.link_titles_hit3", f"{found:.4f}", "share", ">=0.80", found >= 0.80)
        figure(f"search.{language}.titles_answered", f"{answered:.4f}", "share", ">=0.80", answered >= 0.80)
        figure(f"search.{language}.off_topic_answered", f"{wrong:.4f}", "share", "<=0.03", wrong <= 0.03)


def measure_speed(corpora, build, folder, asked):
    """Sections dealt anew into many articles: real words in their real proportions."""
    rng = random.Random(11)
    sections = {}
    for language in LANGUAGES:
        pages = help_centre(corpora, language)[0] + questions_of(corpora, language)[0]
        sections[language] = [(one["title"], part["title"], part["text"]) for one in pages for part in one["sections"]]
    things = []
    for number in range(LARGE):
        language = LANGUAGES[number % 2]
        some = rng.sample(sections[language], 5)
        things.append(thing(language, f"large{number}", some[0][0], [part[1:] for part in some]))
    seconds = searcher(build, "index", folder, things)[0]["seconds"]
    bytes_used = sum(entry.stat().st_size for entry in os.scandir(os.path.join(folder, "articles")))
    print(f"{LARGE} articles indexed in {seconds:.0f} s, {bytes_used / 1e6:.0f} MB")
    times = []
    for language in LANGUAGES:
        texts = [text for text, _ in asked[language]]
        times += [answer["us"] / 1000 for answer in ask(build, folder, language, texts)]
    middle, high = percentile(times, 0.5), percentile(times, 0.99)
    figure("search.p50", f"{middle:.1f}", "ms", "<7", middle < 7)
    figure("search.p99", f"{high:.1f}", "ms", "<30", high < 30)


def run(corpora, build):
    with tempfile.TemporaryDirectory(prefix="search-") as top:
        asked = measure_questions(corpora, build, os.path.join(top, "questions"))
        measure_help_centre(corpora, build, os.path.join(top, "centre"), asked)
        measure_speed(corpora, build, os.path.join(top, "large"), asked)
