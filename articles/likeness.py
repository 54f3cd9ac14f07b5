"""How alike two articles are: by the words that matter in each, and by their tags."""

import math
import re
from collections import Counter
from collections.abc import Iterable

TERMS = 24
TAG_WEIGHT = 2.0
LONGEST = 40
WORD = re.compile(r"[^\W\d_]{3,}")
# Words that say nothing of a subject. Other languages fare without: what most articles share counts for little.
COMMON = frozenset(
    "about above after again against all almost also always and another any anybody anyone anything are around ask "
    "back because been before being below best better between both but came can come could did does doing done "
    "down during each either else enough even ever every everybody everyone everything few find first for from "
    "gave get gets getting give given goes going gone good got great had half has have having her here hers him "
    "his how however into its itself just keep know known last least less let like little long look made make makes "
    "making many matter may mean means might mind more most much must never new next nobody none nor not nothing "
    "now off often old once one only other others our out over own part people perhaps place put rather really "
    "right said same say says see seem seems seen she should since small some somebody someone something soon still "
    "such sure take taken takes tell than that the their them then there these they thing things think this those "
    "though three through time times too took turn two under until upon use used usually very want was way ways "
    "well went were what when where whether which while who whole whom whose why will with without word words work "
    "would write year years yes yet you your yours yourself".split()
)


def terms(title: str, text: str, tags: Iterable[str]) -> dict[str, float]:
    """Return the words that say what an article is about, and its tags (as `#name`), each with a weight from 0 to 2."""
    counts = Counter(WORD.findall(text.casefold()))
    for word in COMMON & counts.keys():
        del counts[word]
    counts.update({word: 3 for word in WORD.findall(title.casefold()) if word not in COMMON})
    chosen = counts.most_common(TERMS)
    most = chosen[0][1] if chosen else 1
    weights = {word[:LONGEST]: math.sqrt(count / most) for word, count in chosen}
    return {**weights, **{f"#{tag.casefold()}"[:LONGEST]: TAG_WEIGHT for tag in tags}}
