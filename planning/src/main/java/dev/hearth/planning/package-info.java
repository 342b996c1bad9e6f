/** Which service runs on which accelerator, and why: values in, values out. */
@NullMarked
package dev.hearth.planning;

import org.jspecify.annotations.NullMarked;
