/** What to type, in the words of the distribution at hand. */
@NullMarked
package dev.hearth.planning.remedy;

import org.jspecify.annotations.NullMarked;
