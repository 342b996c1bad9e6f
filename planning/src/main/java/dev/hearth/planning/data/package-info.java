/** Knowledge kept as YAML: read strictly, so that a slip of the pen is an error. */
@NullMarked
package dev.hearth.planning.data;

import org.jspecify.annotations.NullMarked;
