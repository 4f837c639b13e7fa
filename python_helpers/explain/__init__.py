"""Why records are one person: the chain of links between them, each with the sentence of its rule."""
