"""Builds the spaCy pipeline that config.cfg lists; the only place that does."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import get_lang_class, load_config

from extractors.extensions import register_extensions
from pipeline.errors import BadSettingError

CONFIG = "config.cfg"


def build_nlp(model: str) -> Language:
    """The pipeline around the installed spaCy pipeline `model`, ready to read.

    Raises BadSettingError where `model` is not installed.
    """
    register_extensions()
    try:
        # Its vocabulary carries the word norms that its components were trained with.
        vocab = spacy.load(model).vocab
    except OSError as error:
        raise BadSettingError(f"GIGAWATCH_MODEL: no spaCy pipeline {model!r} is installed") from error
    with resources.as_file(resources.files("extractors") / CONFIG) as path:
        config = load_config(Path(path), overrides={"paths.model": model})
    nlp = get_lang_class(config["nlp"]["lang"]).from_config(config, vocab=vocab)
    ours = [name for name in nlp.pipe_names if "source" not in config["components"][name]]
    # Only ours read their data files; initializing a trained component would wipe its weights.
    with nlp.select_pipes(enable=ours):
        nlp.initialize()
    return nlp
