"""The model that `EMBEDDINGS` names, loaded when it is first wanted; none by default.

Names no model (""), "wordllama" (English vectors inside that package), a folder of static vectors
as model2vec writes them, or a class of your own by its dotted path, made without arguments, that
is a `dedupe.likeness.Embedder`. Nothing is ever downloaded.
"""

import json
import logging
import os
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from articles import dedupe
from articles.dedupe.likeness import Embedder, Leaning, Likeness, Vector
from articles.errors import BadInput, EmbeddingFailed, NewsroomError

logger = logging.getLogger(__name__)

WORDLLAMA = "wordllama"
FOLDER_FILES = ("model.safetensors", "tokenizer.json")
INSTALL = 'Install it with pip install "newsroom[embeddings]", or leave EMBEDDINGS unset.'
TRAIN = (
    "Fit it with manage.py train_judge --embeddings {name} --gold DIR --out FILE, "
    "and name that file in EMBEDDINGS_WEIGHTS."
)

# Failures one after the other, from which a model is not asked any more until the next start: what
# is broken fails for every pair, and the log should say so, but not a thousand times.
MOST_FAILURES = 3


def likeness() -> Likeness | None:
    """The second look of this newsroom; None when there is none or it cannot be had.

    Why it cannot be had is logged once: an arrival is judged by its words then, and not lost.
    A model whose weight is 0 is not loaded.
    """
    if not settings.EMBEDDINGS:
        return None
    return _likeness(settings.EMBEDDINGS, settings.EMBEDDINGS_WEIGHTS)


@lru_cache(maxsize=1)
def _likeness(name: str, weights: str) -> Likeness | None:
    try:
        return load(name, weights) if read_leaning(name, weights).weight else None
    except NewsroomError:
        logger.exception("EMBEDDINGS is %s, but pairs are judged by their words alone", name)
        return None


def load(name: str, weights: str = "") -> Likeness:
    """The model of that name with its weights; raises BadInput, which says what to do."""
    leaning = read_leaning(name, weights)
    return Likeness(load_embedder(name), leaning)


def load_embedder(name: str) -> Embedder:
    """The model of that name, without weights; raises BadInput."""
    _look_for(name)
    try:
        return Guarded(_load(name))
    except Exception as error:  # of somebody else's making; its cause is logged by who asked
        message = f"The model {name} cannot be loaded: {type(error).__name__}: {error}."
        raise BadInput(message, "Mend it, or leave EMBEDDINGS unset.") from error


def inspect(name: str, weights: str) -> Leaning:
    """The weights of a model that is there; raises BadInput, which says what to do.

    Loads no model, so that every start can ask.
    """
    _look_for(name)
    return read_leaning(name, weights)


def read_leaning(name: str, weights: str = "") -> Leaning:
    """The weights in that file, or the product's own; raises BadInput where there are none."""
    if not weights:
        own = json.loads(files(dedupe).joinpath("leanings.json").read_text("utf-8"))
        if name not in own:
            message = f"The model {name} has no weights."
            raise BadInput(message, TRAIN.format(name=name))
        return Leaning.read(own[name])
    try:
        kept = json.loads(Path(weights).read_text("utf-8"))
    except (OSError, ValueError) as error:
        message = f"The weights of {name} cannot be read from {weights}."
        raise BadInput(message, TRAIN.format(name=name)) from error
    if not isinstance(kept, dict) or name not in kept:
        message = f"{weights} holds no weights for {name}."
        raise BadInput(message, TRAIN.format(name=name))
    return Leaning.read(kept[name])


class Guarded:
    """Somebody else's model: whatever it raises becomes EmbeddingFailed; one that keeps failing
    is not asked any more."""

    def __init__(self, model: Embedder) -> None:
        self.model = model
        self.name = str(model.name)
        self._failures = 0

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        """The model's vectors; raises EmbeddingFailed."""
        if self._failures >= MOST_FAILURES:
            raise EmbeddingFailed(f"The model {self.name} failed too often.")
        try:
            found = self.model.embed(texts)
        except Exception as error:  # whatever it is, no arrival may be lost by it
            self._failures += 1
            last = " It is not asked any more." if self._failures == MOST_FAILURES else ""
            logger.exception("The model %s gave no vector.%s", self.name, last)
            raise EmbeddingFailed(f"The model {self.name} gave no vector.") from error
        self._failures = 0
        return found


class WordLlamaVectors:
    """English vectors of 256 numbers, which the package itself holds."""

    name = WORDLLAMA

    def __init__(self) -> None:
        """Load them from the package's own folder, where it would look for them on the network."""
        wordllama = import_module("wordllama")
        folder = Path(wordllama.__file__ or "").parent
        self._model: Any = wordllama.WordLlama.load(cache_dir=folder, disable_download=True)

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        """The mean of the vectors of each text's tokens."""
        return [tuple(vector) for vector in self._model.embed(list(texts)).tolist()]


class FolderVectors:
    """Static vectors in a folder: potion, or any other that model2vec can save."""

    def __init__(self, folder: Path) -> None:
        """Load them; only files of that folder are read."""
        model2vec = import_module("model2vec")
        self._model: Any = model2vec.StaticModel.from_pretrained(folder, force_download=False)
        self.name = folder.name

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        """The mean of the vectors of each text's tokens."""
        return [tuple(vector) for vector in self._model.encode(list(texts)).tolist()]


def _load(name: str) -> Embedder:
    if name == WORDLLAMA:
        return WordLlamaVectors()
    if _is_folder(name):
        return FolderVectors(Path(name))
    found: Embedder = import_string(name)()
    return found


def _look_for(name: str) -> None:
    """Raise BadInput unless the library, the folder or the class of that name is there."""
    if name == WORDLLAMA or _is_folder(name):
        library = WORDLLAMA if name == WORDLLAMA else "model2vec"
        if find_spec(library) is None:
            raise BadInput(f"EMBEDDINGS is {name}, but {library} is not installed.", INSTALL)
    if _is_folder(name):
        missing = [file for file in FOLDER_FILES if not (Path(name) / file).is_file()]
        if missing:
            message = f"{name} is no folder of vectors: it holds no {' and no '.join(missing)}."
            raise BadInput(message, "Name the folder that model2vec saved; nothing is downloaded.")
    elif name != WORDLLAMA:
        try:
            import_string(name)
        except ImportError as error:
            message = f"EMBEDDINGS is {name}, which is neither wordllama nor a folder nor a class."
            hint = "A folder's path begins with /, a class is named as package.module.Class."
            raise BadInput(message, hint) from error


def _is_folder(name: str) -> bool:
    return os.sep in name
