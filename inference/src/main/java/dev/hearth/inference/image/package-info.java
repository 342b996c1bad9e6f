/** Decoded pictures and the exact resampling the reference models were fed with. */
@NullMarked
package dev.hearth.inference.image;

import org.jspecify.annotations.NullMarked;
