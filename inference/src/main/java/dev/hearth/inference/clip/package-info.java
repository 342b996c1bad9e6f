/** Joint embeddings of pictures and texts. */
@NullMarked
package dev.hearth.inference.clip;

import org.jspecify.annotations.NullMarked;
