package dev.hearth.inference.clip;

/**
 * How a textual model wants its queries. Source: {@code config.json} and {@code
 * textual/tokenizer_config.json}.
 *
 * @param contextLength tokens of its input, special ones included; every query is padded to it
 * @param canonicalize lower case without punctuation (the SigLIP family)
 * @param languagePrefix the query starts with its language's FLORES-200 code (the NLLB family)
 * @param padding the id of the padding token
 */
public record TextualConfig(
    int contextLength, boolean canonicalize, boolean languagePrefix, int padding) {}
