"""Makes rouge.json beside it: ROUGE of google-research's rouge_score and stems of nltk, which
TestRouge compares with. The texts are our own."""

import json
import pathlib

from nltk.stem.porter import PorterStemmer
from rouge_score import rouge_scorer

PAIRS = [
    ("", ""),
    ("", "a"),
    ("a man falls", ""),
    ("...", "!?"),
    ("A man falls from a ladder.", "A man falls from a ladder."),
    ("A man falls from a ladder.", "a MAN fell off the ladder"),
    ("Three masked thieves broke the window and took the money.",
     "The thieves, wearing masks, were breaking windows; money was taken."),
    ("the the the cat", "the cat the"),
    ("one two three four five six", "six five four three two one"),
    ("The café's naïve owner", "the cafe s naive owners"),
    ("\u212aelvin \u0130stanbul \u00e9t\u00e9 \u03a3igma", "kelvin i stanbul t igma"),
    ("一辆红色的汽车 car 撞上 wall", "car wall 汽车"),
    ("dying skies were lying", "die sky lie"),
    ("answer</s>", "answer"),
    ("x1 2y 10th 1963-70", "x1 2y 10 1963 70"),
    ("running runner runs ran", "run run run run"),
    ("😀 a😀b", "a b"),
    ("a_b snake_case", "a b snake case"),
    ("The explosion of the factory was caused by a leaking gas pipe that nobody had repaired.",
     "A gas pipe leaked and nobody repaired it, causing the factory to explode violently."),
    ("word " * 60, "word " * 45 + "other"),
]

WORDS = """sky skies dying lying tying news innings inning outings outing cannings canning howe
proceed exceed succeed ties dies flies cries tried died spied agreed feed freed need exceeded
plastered bled motoring sing conflated troubled sized hopping tanned falling hissing fizzed failing
filing happy enjoy say cry by relational conditional rational valenci hesitanci digitizer
conformabli radicalli differentli vileli analogousli vietnamization predication operator feudalism
decisiveness hopefulness callousness formaliti sensitiviti sensibiliti hopefulli fulli analogi logi
theologi triplicate formative formalize electriciti electrical hopeful goodness revival allowance
inference airliner gyroscopic adjustable defensible irritant replacement adjustment dependent
adoption homologou communism activate angulariti homologous effective bowdlerize probate rate cease
controll roll eased easily geology really totally finally generally vehicles burglary robbery
violently explosion injured policeman crossing pedestrians colliding vandalism smoking firework
caresses ponies caress cats aaaa yyyy syzygy rhythm oxen fix boxes box wow snowing staying played
apply applied generalizations oscillators ing ings eded ation""".split()


def main():
    scorer = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)
    stemmer = PorterStemmer()
    pairs = []
    for target, prediction in PAIRS:
        scores = scorer.score(target, prediction)
        pairs.append({"target": target, "prediction": prediction}
                     | {name: list(score) for name, score in scores.items()})
    golden = {"pairs": pairs, "stems": {word: stemmer.stem(word) for word in sorted(WORDS)}}
    path = pathlib.Path(__file__).with_name("rouge.json")
    path.write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
