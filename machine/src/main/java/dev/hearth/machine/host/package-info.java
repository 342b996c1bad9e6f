/** The computer around the accelerators: kernel, memory, user, container engines, rules. */
@NullMarked
package dev.hearth.machine.host;

import org.jspecify.annotations.NullMarked;
