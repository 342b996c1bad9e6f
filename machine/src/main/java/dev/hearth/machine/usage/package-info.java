/** Who uses the accelerators now: processes, their handles, counters. Read afresh each time. */
@NullMarked
package dev.hearth.machine.usage;

import org.jspecify.annotations.NullMarked;
