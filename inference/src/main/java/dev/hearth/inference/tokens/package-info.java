/** From text to token ids, as a model's tokenizer.json says. */
@NullMarked
package dev.hearth.inference.tokens;

import org.jspecify.annotations.NullMarked;
