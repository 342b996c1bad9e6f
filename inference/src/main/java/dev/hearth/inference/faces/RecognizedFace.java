package dev.hearth.inference.faces;

import dev.hearth.inference.clip.Embedding;

/** A found face and its embedding, raw as the model gave it (not of unit length). */
public record RecognizedFace(DetectedFace face, Embedding embedding) {}
