"""The article dialect as extensions of Python-Markdown, one rule or family of rules a file.

`blocks` and `spans` put their own parsers into the Markdown instance: they decide as kramdown (GFM) does, because
the articles that move in were written for it. Every other module adds rules to these two, or works on the finished tree.
"""
