# SPDX-License-Identifier: Apache-2.0
"""Judges the classifier against a linear SVM on the same folds (python3-sklearn; only here).

Twenty repeated five-fold splits of messages labelled by others, which are not part of the repository
(LUOSHI_REQUESTS, else ../shared/data/requests: labelled.csv and categories.csv): nothing is measured
without them. Both sides learn from the same messages; the SVM once from the same words (ours, by how often, tf-idf),
once from what suits it best of the characters and pairs with the title counted once or three times, and words
(jieba, where it is installed), each time with the cost that comes out best over all splits: in its favour."""
import csv
import os
import pathlib
import subprocess
import warnings

PLACES = [os.environ.get("LUOSHI_REQUESTS", ""), pathlib.Path(__file__).resolve().parents[3] / "shared/data/requests"]
REPEATS, FOLDS = 20, 5
COSTS, LEASTS = (3, 10), (1, 2)


def flat(text):
    return " ".join(text.split())


def load():
    for place in PLACES:
        if place and (pathlib.Path(place) / "labelled.csv").exists():
            with open(pathlib.Path(place) / "labelled.csv", encoding="utf-8-sig") as f:
                rows = [(flat(r["title"]), flat(r["detail"]), r["category"]) for r in csv.DictReader(f)]
            with open(pathlib.Path(place) / "categories.csv", encoding="utf-8-sig") as f:
                names = [tuple(r) for r in list(csv.reader(f))[1:]]
            return rows, names
    return None, None


def ours(program, rows, names, splits):
    """Right or wrong for each message of each split."""
    lines = []
    labels = {label for _, _, label in rows}
    for learn, ask in splits:
        lines.append("begin")
        lines += [f"name\t{a}\t\t{b} {c}" for a, b, c in names if a in labels]
        lines += [f"example\t{rows[i][2]}\t{rows[i][0]}\t{rows[i][1]}" for i in learn]
        lines.append("learn")
        lines += [f"ask\t{rows[i][0]}\t{rows[i][1]}" for i in ask]
    out = subprocess.run([program], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
    said = iter(line.split("\t") for line in out.splitlines())
    answers = [[(rows[i][2], *next(said)) for i in ask] for _, ask in splits]
    return answers


def svm(texts, labels, splits, extra=()):
    """The setting that comes out best over all splits, chosen afterwards: more than the SVM could know. extra: (text, label) learned as well."""
    import numpy as np
    import scipy.sparse
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
    from sklearn.svm import LinearSVC
    y, best = np.array(labels), None
    for name, docs in texts.items():
        counts = CountVectorizer(analyzer=str.split).fit_transform(list(docs) + [t[name] for t, _ in extra])
        more, more_y = counts[len(docs):], np.array([label for _, label in extra], dtype=y.dtype)
        right = {(cost, least): [] for cost in COSTS for least in LEASTS}
        for learn, ask in splits:
            known = scipy.sparse.vstack([counts[learn], more]).tocsr()
            stands = np.asarray((known > 0).sum(0)).ravel()
            for least in LEASTS:
                kept = stands >= least
                weigh = TfidfTransformer(sublinear_tf=True).fit(known[:, kept])
                x, asked = weigh.transform(known[:, kept]), weigh.transform(counts[ask][:, kept])
                for cost in COSTS:
                    model = LinearSVC(C=cost).fit(x, np.concatenate([y[learn], more_y]))
                    right[cost, least].append(list(model.predict(asked) == y[ask]))
        for setting, fold in right.items():
            share = sum(map(sum, fold))
            if not best or share > best[0]:
                best = (share, fold, (name, *setting))
    return best[1]


def per_repeat(right):
    """Share right of each repeat, in per cent."""
    out = []
    for r in range(0, len(right), FOLDS):
        flat_ = [x for fold in right[r:r + FOLDS] for x in fold]
        out.append(100 * sum(flat_) / len(flat_))
    return out


def mean_error(values):
    mean = sum(values) / len(values)
    spread = (sum((v - mean) ** 2 for v in values) / (len(values) - 1)) ** 0.5
    return mean, spread / len(values) ** 0.5


def corrected(ours_, theirs):
    """Mean difference of the folds; its standard error after Nadeau and Bengio (2003), as folds share what they learn from."""
    d = [100 * (sum(a) / len(a) - sum(b) / len(b)) for a, b in zip(ours_, theirs)]
    mean = sum(d) / len(d)
    variance = sum((x - mean) ** 2 for x in d) / (len(d) - 1)
    return mean, (variance * (1 / len(d) + 1 / (FOLDS - 1))) ** 0.5


def pieces(text):
    import re
    out = []
    for run in re.findall(r"[一-鿿]+|[A-Za-z0-9]+", text.lower()):
        out += [run] if run[0] < "一" else [*run, *(run[i:i + 2] for i in range(len(run) - 1))]
    return " ".join(out)


def words(text):
    import jieba
    jieba.setLogLevel(60)
    return " ".join(w for w in jieba.lcut(text.lower()) if w[0].isalnum())


def calibration(answers):
    """Mean distance of confidence and truth over ten classes of confidence (expected calibration error)."""
    bins = [[0, 0, 0.0] for _ in range(10)]
    for fold in answers:
        for label, first, confidence, _ in fold:
            b = bins[min(9, int(float(confidence) * 10))]
            b[0] += 1
            b[1] += label == first
            b[2] += float(confidence)
    n = sum(b[0] for b in bins)
    return sum(abs(b[1] - b[2]) for b in bins) / n


def measure(program, row, notes):
    rows, names = load()
    if not rows:
        notes.append("classify: skipped, the labelled messages are not here (LUOSHI_REQUESTS)")
        return
    try:
        from sklearn.model_selection import StratifiedKFold
    except ImportError:
        notes.append("classify: skipped, python3-sklearn is not installed")
        return
    warnings.filterwarnings("ignore")
    labels = [r[2] for r in rows]
    splits = [s for r in range(REPEATS) for s in StratifiedKFold(FOLDS, shuffle=True, random_state=r).split(labels, labels)]
    tokens = subprocess.run([program, "tokens"], input="".join(f"{t}\t{b}\n" for t, b, _ in rows), capture_output=True, text=True,
                            check=True).stdout.splitlines()
    texts = {"ours": tokens, "characters": [pieces(f"{t} {b}") for t, b, _ in rows],
             "characters and title": [pieces(f"{t} {t} {t} {b}") for t, b, _ in rows]}
    try:
        texts["words"] = [words(f"{t} {b}") for t, b, _ in rows]
    except ImportError:
        notes.append("classify: without python3-jieba the SVM has no words of it")
    wanted = [(b + " " + c, a) for a, b, c in names if a in set(labels)]
    named = subprocess.run([program, "tokens"], input="".join(f"\t{t}\n" for t, _ in wanted), capture_output=True, text=True,
                           check=True).stdout.splitlines()
    plain, helped = ours(program, rows, [], splits), ours(program, rows, names, splits)
    same = svm({"ours": tokens}, labels, splits)
    best = svm({k: v for k, v in texts.items() if k != "ours"}, labels, splits)
    told = svm({"ours": tokens}, labels, splits, [({"ours": t}, label) for t, (_, label) in zip(named, wanted)])
    right = lambda answers: [[a[0] == a[1] for a in fold] for fold in answers]  # noqa: E731
    for what, mine, theirs, limit in (
            ("category, the same words", plain, same, "linear SVM"), ("category, each its best text", plain, best, "linear SVM"),
            ("category, with the names of the values", helped, best, "linear SVM without"),
            ("category, the names for both, the same words", helped, told, "linear SVM with them")):
        a, b = mean_error(per_repeat(right(mine))), mean_error(per_repeat(theirs))
        d = corrected(right(mine), theirs)
        row(f"{what}, {REPEATS} x {FOLDS} folds", f"{limit} {b[0]:.2f} %", f"{a[0]:.2f} %, difference {d[0]:+.2f}, standard error {d[1]:.2f}",
            a[0] / b[0], "-1 point", d[0] >= -1)
    row("confidence against what was right (10 classes)", "", f"{100 * calibration(plain):.1f}, with names {100 * calibration(helped):.1f} points off")


def speed(program, row, notes, n=100000):
    import json
    rows, _ = load()
    if not rows:
        return
    lines = "".join(f"example\t{label}\t{t}\t{b}\n" for t, b, label in rows)
    said = json.loads(subprocess.run([program, "speed", str(n)], input=lines, capture_output=True, text=True, check=True).stdout)
    row(f"learning from {n} messages, one core", "", f"read {said['add']:.1f} s, learn {said['learn']:.1f} s, {said['features']} words, "
        f"{said['bytes'] / 1e6:.1f} MB")
