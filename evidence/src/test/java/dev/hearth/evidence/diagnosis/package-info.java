@NullMarked
package dev.hearth.evidence.diagnosis;

import org.jspecify.annotations.NullMarked;
