"""Agents' search over tickets: half a million messages, and what an agent types."""

import json
import os
import random
import re
import subprocess
import tempfile

from run import figure

MESSAGES = 500000
TICKETS = 120000
QUESTIONS = 1000
STATUSES = ("open", "in_progress", "waiting_on_customer", "resolved", "closed")


def sentences(corpora):
    found = []
    for language in ("en", "es"):
        with open(os.path.join(corpora, f"kb/xquad.{language}.json"), encoding="utf-8") as file:
            for article in json.load(file)["data"]:
                for paragraph in article["paragraphs"]:
                    found += re.split(r"(?<=[.!?]) +", paragraph["context"])
    for folder, _, files in os.walk(os.path.join(corpora, "kb/articles")):
        for name in sorted(files):
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                text = re.sub(r"\A---\n.*?\n---\n|<[^>]+>|\]\([^)]*\)", " ", file.read(), flags=re.S)
            found += [line.strip() for line in re.split(r"[\n.]", text)]
    return [line for line in found if len(re.findall(r"\w+", line)) >= 6]


def message(number, rng, some):
    ticket = rng.randrange(TICKETS)
    return {"kind": "message", "id": f"m{number}", "group": f"t{ticket}", "title": some[ticket % len(some)][:80],
            "tags": ["status:" + STATUSES[ticket % 5], f"from:person{ticket % 5000}@example.com", f"builder:b{ticket % 500}"],
            "date": 1700000000 + number * 60,
            "sections": [{"title": "", "text": " ".join(rng.choice(some) for _ in range(rng.randrange(1, 4)))}]}


def index(build, folder, rng, some):
    with subprocess.Popen([os.path.join(build, "contrib/benches/searcher"), "index", folder], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as program:
        for number in range(MESSAGES):
            program.stdin.write(json.dumps(message(number, rng, some)) + "\n")
        program.stdin.close()
        seconds = json.loads(program.stdout.read())["seconds"]
    if program.returncode != 0:
        raise RuntimeError("searcher could not index")
    return seconds


def question(number, rng, some):
    """Words, a phrase, one word alone; by far-off filters and none; best and newest first, in turn."""
    words = re.findall(r"\w+", rng.choice(some))
    at = rng.randrange(max(1, len(words) - 3))
    text = (" ".join(rng.sample(words, min(2, len(words)))), '"' + " ".join(words[at:at + 3]) + '"',
            rng.choice(words), " ".join(words[:5]))[number % 4]
    asked = {"kind": "message", "q": text, "order": ("best", "newest")[number // 4 % 2]}
    if number % 3 == 0:
        asked["tags"] = [rng.choice(("status:open", f"from:person{rng.randrange(5000)}@example.com", f"builder:b{rng.randrange(500)}"))]
    if number % 5 == 0:
        asked["from"] = 1700000000 + rng.randrange(MESSAGES) * 60
    return asked


def run(corpora, build):
    rng = random.Random(5)
    some = sentences(corpora)
    with tempfile.TemporaryDirectory(prefix="search-") as folder:
        seconds = index(build, folder, rng, some)
        size = sum(entry.stat().st_size for entry in os.scandir(os.path.join(folder, "messages")))
        print(f"{MESSAGES} messages indexed in {seconds:.0f} s, {size / 1e6:.0f} MB")
        asked = [question(number, rng, some) for number in range(QUESTIONS)]
        ran = subprocess.run([os.path.join(build, "contrib/benches/searcher"), "ask", folder], check=True, text=True,
                             input="".join(json.dumps(one) + "\n" for one in asked), capture_output=True)
    times = sorted((json.loads(line)["us"] / 1000, one["q"], one["order"]) for line, one in zip(ran.stdout.splitlines(), asked))
    for slow, text, order in times[-3:]:
        print(f"slowest: {slow:.1f} ms  {order}  {text}")
    high = times[int(0.99 * len(times))][0]
    figure("search_agents.p50", f"{times[len(times) // 2][0]:.1f}", "ms", "<20", times[len(times) // 2][0] < 20)
    figure("search_agents.p99", f"{high:.1f}", "ms", "<100", high < 100)
