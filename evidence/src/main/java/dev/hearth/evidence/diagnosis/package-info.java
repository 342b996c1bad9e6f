/** What a log tells of troubles that others had before, by rules that are data. */
@NullMarked
package dev.hearth.evidence.diagnosis;

import org.jspecify.annotations.NullMarked;
