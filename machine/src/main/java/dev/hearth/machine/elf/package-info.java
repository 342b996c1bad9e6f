/** Shared libraries: what an ELF file says of itself, and where the dynamic loader finds one. */
@NullMarked
package dev.hearth.machine.elf;

import org.jspecify.annotations.NullMarked;
