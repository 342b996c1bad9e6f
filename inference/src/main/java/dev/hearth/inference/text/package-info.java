/** Text classification and text embeddings. */
@NullMarked
package dev.hearth.inference.text;

import org.jspecify.annotations.NullMarked;
