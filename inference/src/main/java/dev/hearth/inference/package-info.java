/** The inference engine: from encoded photos and texts to faces, lines of text and embeddings. */
@NullMarked
package dev.hearth.inference;

import org.jspecify.annotations.NullMarked;
