"""What a text asks for while it is translated."""

from articles.liquid import Liquid, Reference, translate


def references(source: str, liquid: Liquid | None = None) -> set[Reference]:
    asked: set[Reference] = set()

    def address_of(kind, argument):
        asked.add(Reference(kind, argument))

    translate(source, Liquid(liquid.variables if liquid else {}, address_of))
    return asked
