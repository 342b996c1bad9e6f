/** Suggestions for misspelt names. */
@NullMarked
package dev.hearth.server.spelling;

import org.jspecify.annotations.NullMarked;
