/** A machine as one text file: written, scrubbed, and read back as if it were live. */
@NullMarked
package dev.hearth.machine.capture;

import org.jspecify.annotations.NullMarked;
