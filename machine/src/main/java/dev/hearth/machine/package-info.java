/**
 * One computer as Hearth sees it: the only reader of kernel files and the only starter of
 * processes.
 */
@NullMarked
package dev.hearth.machine;

import org.jspecify.annotations.NullMarked;
