/** Face detection, alignment and recognition. */
@NullMarked
package dev.hearth.inference.faces;

import org.jspecify.annotations.NullMarked;
