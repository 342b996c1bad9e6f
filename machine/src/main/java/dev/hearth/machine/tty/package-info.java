/** The terminal a person sits at: its size, its keys, and its settings, which are given back. */
@NullMarked
package dev.hearth.machine.tty;

import org.jspecify.annotations.NullMarked;
